import { Button, Input, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ChevronDown12Regular, ChevronRight12Regular, MoreHorizontal16Regular, Search16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';

import { t } from '../../../shared/text/text';
import { copyText } from '../../components/copy';
import { UntrustedText } from '../../components/UntrustedText';
import { reveal } from '../../format/untrusted';
import styles from './detail.module.css';
import type { FieldLine } from './field-lines';
import { fieldLines, filterField, subtree, visibleLines } from './field-lines';
import { ShownText } from './ShownText';

export type ValueAct = { readonly kind: 'for' | 'out'; readonly field: string; readonly value: string } | { readonly kind: 'column'; readonly field: string };

type Props = {
  readonly json: string;
  readonly label: string;
  /** Before the field names in filters: "raw." or nothing. */
  readonly prefix: string;
  /** What a field is drawn against, in words; null when nothing. */
  readonly partners: (path: string) => string | null;
  /** Fields to point out. */
  readonly lit: ReadonlySet<string>;
  readonly onLight: (path: string | null) => void;
  readonly onAct: (act: ValueAct) => void;
};

/** A record field by field: folded, searched, copied, and each value a step to a filter. */
export function FieldTree({ json, label, prefix, partners, lit, onLight, onAct }: Props): ReactElement {
  const [search, setSearch] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const read = useMemo(() => fieldLines(json), [json]);
  if (read === null) return <pre className={styles.raw}><UntrustedText text={json} keep={'\n\t'} /></pre>;
  const lines = visibleLines(read.lines, search, folded);
  const toggle = (path: string): void => {
    setFolded((now) => new Set(now.has(path) ? [...now].filter((each) => each !== path) : [...now, path]));
  };
  return (
    <>
      <Input className={styles.search ?? ''} size="small" contentBefore={<Search16Regular />} aria-label={t('preview.tree.searchIn', { record: label })} placeholder={t('preview.tree.search')} value={search} onChange={(_event, data) => { setSearch(data.value); }} />
      <ul className={styles.tree} aria-label={label}>
        {lines.map((line) => (
          <li
            key={line.path}
            className={lit.has(line.path) ? styles.lit : styles.line}
            style={{ paddingInlineStart: 12 + line.depth * 16 }}
            onPointerEnter={() => { onLight(line.path); }}
            onPointerLeave={() => { onLight(null); }}
            onFocus={() => { onLight(line.path); }}
            onBlur={() => { onLight(null); }}
          >
            {line.text === null ? (
              <button type="button" className={styles.fold} aria-expanded={!folded.has(line.path)} onClick={() => { toggle(line.path); }}>
                {folded.has(line.path) ? <ChevronRight12Regular className={styles.closed ?? ''} aria-hidden="true" /> : <ChevronDown12Regular aria-hidden="true" />}
                <span className={styles.name}><UntrustedText text={line.name} /></span>
                <span className={styles.other}>{line.kind === 'list' ? `[${String(line.size)}]` : `{${String(line.size)}}`}</span>
              </button>
            ) : (
              <span className={styles.pair}>
                <span className={styles.name}><UntrustedText text={line.name} /></span>
                <span className={styles[line.kind]}><ShownText text={line.text} /></span>
              </span>
            )}
            <Partner words={partners(line.path)} />
            <LineMenu line={line} json={json} field={`${prefix}${filterField(line.path)}`} onAct={onAct} />
          </li>
        ))}
      </ul>
      {read.cut ? <p className={styles.note}>{t('preview.tree.cut')}</p> : null}
      {lines.length === 0 ? <p className={styles.note}>{t('preview.tree.none')}</p> : null}
    </>
  );
}

function Partner({ words }: { readonly words: string | null }): ReactElement | null {
  return words === null ? null : <span className={styles.partner}><UntrustedText text={words} /></span>;
}

function LineMenu({ line, json, field, onAct }: { readonly line: FieldLine; readonly json: string; readonly field: string; readonly onAct: (act: ValueAct) => void }): ReactElement {
  const { text } = line;
  const copy = (what: string) => () => void copyText(what);
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button className={styles.more ?? ''} size="small" appearance="subtle" icon={<MoreHorizontal16Regular />} aria-label={t('preview.tree.actions', { path: reveal(line.path) })} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {text === null || text === '' ? null : <MenuItem onClick={() => { onAct({ kind: 'for', field, value: text }); }}>{t('preview.tree.filterFor')}</MenuItem>}
          {text === null || text === '' ? null : <MenuItem onClick={() => { onAct({ kind: 'out', field, value: text }); }}>{t('preview.tree.filterOut')}</MenuItem>}
          <MenuItem onClick={() => { onAct({ kind: 'column', field }); }}>{t('preview.tree.addColumn')}</MenuItem>
          {text === null ? <MenuItem onClick={copy(subtree(json, line.path))}>{t('preview.tree.copyFields')}</MenuItem> : <MenuItem onClick={copy(text)}>{t('preview.tree.copyValue')}</MenuItem>}
          <MenuItem onClick={copy(line.path)}>{t('preview.tree.copyPath')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
