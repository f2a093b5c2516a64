import preset from '../../jest.preset.mjs';

/** What of the app for browsers needs no browser is tried here too. */
export default { ...preset, testMatch: [...preset.testMatch, ...preset.testMatch.map((pattern) => pattern.replace('{src,test}', 'app'))] };
