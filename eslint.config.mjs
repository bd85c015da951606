// The arrows of the house, as a lint rule: workflow <- artifacts <- data and statistics <- simulation, models and report;
// compute <- models <- attacks.
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
          from('artifacts', 'workflow'),
          from('data', 'workflow', 'artifacts'),
          from('statistics', 'workflow', 'artifacts'),
          from('simulation', 'workflow', 'artifacts', 'data', 'statistics'),
          from('report', 'workflow', 'artifacts', 'data', 'statistics'),
          from('models', 'workflow', 'artifacts', 'compute', 'data', 'statistics'),
          from('attacks', 'workflow', 'artifacts', 'compute', 'data', 'models', 'statistics'),
          from('tools', 'workflow', 'artifacts', 'compute', 'data', 'simulation', 'models', 'attacks', 'statistics'),
        ],
      },
    ],
  },
});
