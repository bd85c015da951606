// The arrows of the house, as a lint rule: compute <- models <- attacks; data and statistics stand on workflow alone, and
// simulation, models, attacks and report on both.
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const from = (tag, ...to) => ({ sourceTag: `lib:${tag}`, onlyDependOnLibsWithTags: to.map((name) => `lib:${name}`) });

export default tseslint.config({ ignores: ['**/node_modules', 'out', '.nx', '**/dist'] }, ...tseslint.configs.strict, {
  files: ['**/*.ts', '**/*.mjs'],
  plugins: { '@nx': nx },
  rules: {
    '@typescript-eslint/no-non-null-assertion': 'off',
    '@typescript-eslint/no-invalid-void-type': 'off',
    '@nx/enforce-module-boundaries': [
      'error',
      {
        allow: [],
        depConstraints: [
          from('workflow'),
          from('compute'),
          from('data', 'workflow'),
          from('simulation', 'workflow', 'data', 'statistics'),
          from('statistics', 'workflow'),
          from('report', 'workflow', 'data', 'statistics'),
          from('models', 'workflow', 'compute', 'data', 'statistics'),
          from('attacks', 'workflow', 'compute', 'data', 'models', 'statistics'),
          from('tools', 'workflow', 'compute', 'data', 'simulation', 'models', 'attacks', 'statistics'),
        ],
      },
    ],
  },
});
