// Puts together what an image of a service holds: the compiled files that its entries reach, the service's data, and the
// packages they need. The result is the same for the same sources, to the byte.
//   node --experimental-vm-modules assemble.mjs ROOT SERVICE OUT
import { cpSync, existsSync, lstatSync, lutimesSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { closure, reach } from './imports.mjs';
import { needed } from './workspaces.mjs';

const [root, service, out] = process.argv.slice(2);
/** Commands of a developer's machine: the contract's file, and accounts for trying out. */
const NOT_IN_IMAGES = new Set(['main.openapi.js', 'main.accounts.js']);
/** A compiler that @nestjs/swagger can use at build time, and does not need. */
const NOT_FOR_RUNNING = new Set(['typescript']);
/** What of a package nobody runs: types, maps of other people's sources. Licences stay. */
const SKIPPED = /\.(?:d\.ts|d\.mts|d\.cts|map|tsbuildinfo|markdown|flow)$|(?:^|\/)(?:README|CHANGELOG|HISTORY)(?:\.[^/]*)?$|\/node_modules\/\.bin(?:\/|$)/i;

const put = (from) => {
  const to = join(out, relative(root, from));
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, dereference: false, filter: (source) => !SKIPPED.test(source) });
};

const home = join(root, 'services', service);
const parts = new Map(needed(root, service).map((part) => [part.name, part]));
const entries = readdirSync(join(home, 'dist')).filter((name) => /^main\.[\w-]+\.js$/.test(name) && !NOT_IN_IMAGES.has(name)).map((name) => join(home, 'dist', name));
if (entries.length === 0) throw new Error(`services/${service} has no dist/main.*.js`);
// Every process is started with --import of this one.
const telemetry = parts.get('@practika/observability');
if (telemetry !== undefined) entries.push(join(root, telemetry.folder, 'dist/otel.js'));

const { files, packages } = reach(root, entries, parts);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const asked = new Set(Object.keys(manifest.dependencies).filter((name) => !NOT_FOR_RUNNING.has(name)));
for (const folder of closure(root, packages, asked)) {
  // A package inside another one's folder was copied with it, needed or not: so each is copied without its own.
  const to = join(out, relative(root, folder));
  mkdirSync(to, { recursive: true });
  cpSync(folder, to, { recursive: true, filter: (source) => source === folder || (!SKIPPED.test(source) && relative(folder, source).split('/')[0] !== 'node_modules') });
}
for (const file of files) {
  put(file);
  // Small, and Node shows the lines of the sources when it is told to (--enable-source-maps).
  if (existsSync(`${file}.map`)) {
    const to = join(out, `${relative(root, file)}.map`);
    cpSync(`${file}.map`, to);
  }
}
if (service === 'web' && !existsSync(join(home, 'public/index.html'))) throw new Error('services/web/public is not there: build the web app first');
for (const data of ['data', 'notices', 'public']) if (existsSync(join(home, data))) put(join(home, data));

const used = [...parts.values()].filter(({ folder }) => [...files].some((file) => file.startsWith(`${join(root, folder)}/`)));
mkdirSync(join(out, 'node_modules/@practika'), { recursive: true });
for (const { name, folder, manifest } of used) {
  const { version, type, exports, license } = manifest;
  const targets = Object.fromEntries(Object.entries(exports ?? {}).map(([key, value]) => [key, value.default ?? value]));
  // `node .` starts what most images are started for.
  const main = folder.startsWith('services/') ? { main: `./dist/main.${service === 'web' ? 'web' : 'api'}.js` } : {};
  writeFileSync(join(out, folder, 'package.json'), `${JSON.stringify({ name, version, private: true, license, type, ...main, exports: targets }, null, 2)}\n`);
  if (folder.startsWith('libs/')) symlinkSync(join('../..', folder), join(out, 'node_modules', name));
}

// What is installed, for `npm ls` and `npm sbom`; overrides that speak of packages left out would be errors to npm.
const versions = Object.fromEntries([...packages.keys()].toSorted().map((name) => [name, manifest.dependencies[name] ?? '*']));
const overrides = Object.fromEntries(Object.entries(manifest.overrides ?? {}).filter(([name, inner]) => existsSync(join(out, 'node_modules', name)) && Object.keys(inner).every((key) => key in versions)));
writeFileSync(join(out, 'package.json'), `${JSON.stringify({ name: `practika-${service}`, version: manifest.version, private: true, type: 'module', dependencies: versions, overrides }, null, 2)}\n`);

/** One time for every file, so that the same contents make the same layer whenever and wherever they are built. */
const when = Date.UTC(1980, 0, 1) / 1000;
let bytes = 0;
const settle = (path) => {
  const info = lstatSync(path);
  if (info.isDirectory()) for (const name of readdirSync(path)) settle(join(path, name));
  else bytes += info.size;
  lutimesSync(path, when, when);
};
settle(out);
console.log(`${service}: ${entries.length} entries, ${files.size} files of ${used.length} workspaces, ${packages.size} packages named, ${(bytes / 1e6).toFixed(1)} MB`);
