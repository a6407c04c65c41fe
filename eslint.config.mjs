import reactHooks from 'eslint-plugin-react-hooks';
import importSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

/** Folders that the files of an area must never import (STYLE.md §3.2); test/architecture checks the same by itself. */
const zone = (files, forbidden, message, paths = []) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message }], paths }] },
});

/** Every dialog gives the focus back: one component does it for all. */
const dialogs = [{ name: '@fluentui/react-components', importNames: ['Dialog', 'DialogSurface', 'DialogTrigger'], message: 'Make it of renderer/components/Modal.' }];

const everywhere = [
  { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
  { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'Log data is shown as text only.' },
];

/** Text that people read comes from shared/text, so that it can be said in another language. */
const message = 'Put this text into the catalogue (shared/text) and say t(id).';
const readAttributes = '/^(aria-label|aria-description|aria-roledescription|alt|caption|content|hint|label|lead|placeholder|text|title|validationMessage)$/';
const readProperties = '/^(caption|does|hint|label|lead|message|note|person|sentence|text|title|tooltip|word)$/';
const words = '/[A-Za-z]{2}/';
const fromCatalogue = [
  { selector: `JSXText[value=${words}]`, message },
  { selector: `JSXElement > JSXExpressionContainer > :matches(Literal[value=${words}], TemplateLiteral:has(TemplateElement[value.raw=${words}]))`, message },
  { selector: `JSXAttribute[name.name=${readAttributes}] :matches(Literal[value=${words}], TemplateElement[value.raw=${words}]):not(CallExpression > *, CallExpression > TemplateLiteral > *, BinaryExpression > *)`, message },
  { selector: `Property[key.name=${readProperties}] > :matches(Literal[value=${words}], TemplateLiteral:has(TemplateElement[value.raw=${words}]))`, message },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'release/', 'test-results/', '**/*.d.ts'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'simple-import-sort': importSort },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', ...everywhere],
      'simple-import-sort/imports': 'error',
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...fromCatalogue] },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  zone(['shared/**/*.ts'], ['**/electron/**', '**/renderer/**', 'node:*', 'electron'], 'shared runs everywhere: it imports nothing but zod and, for its texts, the ICU message format.'),
  zone(['electron/collector/**/*.ts'], ['electron', '**/main/**', '**/preload/**', '**/simulator/**', '**/renderer/**'], 'The collector is plain Node and knows no shell.'),
  zone(['electron/simulator/**/*.ts'], ['electron', '**/collector/**', '**/main/**', '**/shared/**'], 'The simulator shares no code with what it tests.'),
  zone(['electron/main/**/*.ts'], ['**/collector/{sources,pipeline,spool,outputs,supervisor,preview,workers,cli}/**', '**/renderer/**'], 'main uses the collector through its facade.'),
  zone(['renderer/**/*.{ts,tsx}'], ['electron', 'node:*', '**/electron/**'], 'The window knows shared and its bridge only.', dialogs),
  zone(['renderer/components/Modal.tsx'], ['electron', 'node:*', '**/electron/**'], 'The window knows shared and its bridge only.'),
);
