import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Another folder of src is reached through "@/"; "../.." would slip past the arrows below. */
const noClimbing = { regex: '^\\.\\./\\.\\.', message: 'Import across folders through "@/…".' };

/**
 * lib, ui, charts and api know no feature; features don't know each other; only app knows all.
 *
 * @param {string[]} folders of src that may not be imported
 * @param {string} why
 * @returns {import('eslint').Linter.RulesRecord}
 */
const without = (folders, why) => ({
  'no-restricted-imports': [
    'error',
    { patterns: [noClimbing, { regex: `^@/(${folders.join('|')})(/|$)`, message: why }] },
  ],
});

const features = ['sweeps', 'sweep', 'run', 'compare', 'new-sweep', 'models'];

export default tseslint.config(
  { ignores: ['dist', 'e2e/screenshots'] },
  js.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}', 'vite.config.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'Text from the store is never markup.',
        },
      ],
    },
  },
  { files: ['src/lib/**'], rules: without(['ui', 'charts', 'api', 'features', 'app'], 'lib imports nothing of ours.') },
  { files: ['src/ui/**'], rules: without(['charts', 'api', 'features', 'app'], 'ui may import lib.') },
  { files: ['src/charts/**'], rules: without(['api', 'features', 'app'], 'Charts take data as props: lib and ui.') },
  { files: ['src/api/**'], rules: without(['ui', 'charts', 'features', 'app'], 'api may import lib.') },
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: without(
      ['app', ...features.filter((other) => other !== feature).map((other) => `features/${other}`)],
      'Features know neither app nor each other: share through api, charts, ui or lib.',
    ),
  })),
  { files: ['e2e/**/*.mjs', 'eslint.config.js'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
);
