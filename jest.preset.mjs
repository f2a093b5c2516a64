// One preset for every workspace. Rings by file name: *.spec.ts touches no I/O, *.int-spec.ts wants real backends,
// *.e2e-spec.ts wants a running platform. The runner (tools/test.mjs) says which ring by TEST_RING.
const ring = process.env.TEST_RING ?? 'unit';
const match = { unit: '.spec.ts', int: '.int-spec.ts', e2e: '.e2e-spec.ts' }[ring];
if (!match) throw new Error(`TEST_RING must be unit, int or e2e, not ${ring}`);

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@practika/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { configFile: new URL('./.swcrc', import.meta.url).pathname }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testMatch: [`<rootDir>/{src,test}/**/*${match}`],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testTimeout: ring === 'unit' ? 15_000 : 60_000,
  // Among several projects this belongs to the command line, and jest warns of it here.
  ...(process.env.TEST_RUNNER ? {} : { passWithNoTests: true }),
};
