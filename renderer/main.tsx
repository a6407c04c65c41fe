import './text/language';
import 'react-json-view-lite/dist/index.css';
import './theme/global.css';

import { createDOMRenderer, RendererProvider } from '@fluentui/react-components';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

if (navigator.userAgent.includes('Macintosh')) document.documentElement.dataset['platform'] = 'mac';

const nonceMeta = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]');
const renderer = createDOMRenderer(document, {
  styleElementAttributes: { nonce: nonceMeta?.content ?? '' },
  // Before our own sheet, so that a class of ours wins over one of the kit.
  ...(nonceMeta === null ? {} : { insertionPoint: nonceMeta }),
});

createRoot(root).render(
  <StrictMode>
    <RendererProvider renderer={renderer} targetDocument={document}>
      <App />
    </RendererProvider>
  </StrictMode>,
);
