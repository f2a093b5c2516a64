// A CycloneDX list of what is in an image, made from the image itself: npm's own list of its packages, Node, what was
// built for it, and what the base says it holds.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/proc.mjs';
import { UserError } from '../lib/say.mjs';

/** Packages as Node would find them: `name@version`, each once. An independent look, to hold npm's list against. */
export function installedPackages(folder) {
  const found = new Set();
  const look = (modules) => {
    if (!existsSync(modules)) return;
    for (const entry of readdirSync(modules, { withFileTypes: true })) {
      // Our own workspaces are links into libs/, and part of the program.
      if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
      const path = join(modules, entry.name);
      if (entry.name.startsWith('@')) {
        look(path);
        continue;
      }
      const { name, version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
      found.add(`${name}@${version}`);
      look(join(path, 'node_modules'));
    }
  };
  look(join(folder, 'node_modules'));
  return found;
}

/** Distroless bases keep a file of dpkg's format for each of their packages. */
export function debianPackages(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => !name.endsWith('.md5sums')).toSorted().map((file) => {
    const fields = Object.fromEntries(readFileSync(join(folder, file), 'utf8').split('\n').map((line) => /^([A-Z][\w-]*): (.*)$/.exec(line)).filter((match) => match !== null).map((match) => [match[1], match[2]]));
    return debian(fields.Package, fields.Version, fields.Architecture);
  });
}

const debian = (name, version, architecture = 'source') => {
  const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}&distro=debian-12`;
  return { type: 'library', 'bom-ref': purl, name, version, purl };
};

/** What docker/Dockerfile built or took besides Node: each left a note beside its licence. */
export function builtComponents(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).toSorted().map((name) => join(folder, name, 'component.json')).filter((file) => existsSync(file)).map((file) => {
    const { name, version, license } = JSON.parse(readFileSync(file, 'utf8'));
    return { ...debian(name, version), type: 'application', licenses: [{ license: { id: license } }] };
  });
}

/** What Vite put into the files that browsers get: packages of others too, though no longer as packages. */
export function bundledComponents(file) {
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, 'utf8')).map(({ name, version, identifier }) => {
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    return { type: 'library', 'bom-ref': purl, name, version, purl, ...(identifier ? { licenses: [{ license: { id: identifier } }] } : {}), properties: [{ name: 'practika:in', value: 'the files for browsers' }] };
  });
}

/** npm's list of the packages in a folder. */
async function npmList(folder) {
  const done = await run('npm', ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--loglevel=error'], { cwd: folder, timeoutMs: 120_000 });
  if (done.code !== 0) throw new UserError(`npm could not list what ${folder} holds: ${done.err.trim().split('\n').slice(0, 4).join(' ')}`);
  return JSON.parse(done.out);
}

const ours = (component) => component['bom-ref'].startsWith('@practika/');
/** To npm a link into the program is something left behind; to the image it is the program. */
const asProgram = (component) => ({ ...component, name: component['bom-ref'].replace(/@[^@]+$/, ''), scope: 'required', properties: [] });
const fullName = ({ group, name }) => (group ? `${group}/${name}` : name);

/** @throws UserError when npm's list and the folder differ: a list that may be wrong is worse than none */
export function compare(components, installed) {
  const listed = new Set(components.map((one) => `${fullName(one)}@${one.version}`));
  const missing = [...installed].filter((name) => !listed.has(name));
  const invented = [...listed].filter((name) => !installed.has(name));
  if (missing.length > 0 || invented.length > 0) {
    throw new UserError(`The list of packages is not what the image holds: ${[...missing.map((name) => `${name} is not listed`), ...invented.map((name) => `${name} is not there`)].slice(0, 8).join(', ')}`);
  }
}

async function extract(docker, name, folder) {
  const created = await run(docker, ['create', name]);
  if (created.code !== 0) throw new UserError(`${name} cannot be opened: ${created.err.trim()}`);
  const container = created.out.trim();
  try {
    const app = await run(docker, ['cp', `${container}:/app`, join(folder, 'app')]);
    if (app.code !== 0) throw new UserError(`${name} has no /app: ${app.err.trim()}`);
    // Not every base has the first, and only media the second.
    await run(docker, ['cp', `${container}:/var/lib/dpkg/status.d`, join(folder, 'packages')]);
    await run(docker, ['cp', `${container}:/usr/local/share/doc`, join(folder, 'built')]);
  } finally {
    await run(docker, ['rm', container]);
  }
  const node = await run(docker, ['run', '--rm', '--network', 'none', '--entrypoint', '/nodejs/bin/node', name, '--version'], { timeoutMs: 60_000 });
  return node.out.trim().replace(/^v/, '');
}

/** Writes DIR/IMAGE.cdx.json; gives a sentence about it. */
export async function writeSbom(docker, image, name, version, directory) {
  const folder = mkdtempSync(join(tmpdir(), 'practika-sbom-'));
  try {
    const node = await extract(docker, name, folder);
    const bom = await npmList(join(folder, 'app'));
    const packages = bom.components.filter((component) => !ours(component));
    compare(packages, installedPackages(join(folder, 'app')));
    const base = debianPackages(join(folder, 'packages'));
    const built = builtComponents(join(folder, 'built'));
    const bundled = bundledComponents(join(folder, 'app/services', image, 'public/.vite/licenses.json'));
    const nodejs = { type: 'platform', 'bom-ref': `pkg:generic/node@${node}`, name: 'node', version: node, purl: `pkg:generic/node@${node}`, licenses: [{ license: { id: 'MIT' } }] };
    const id = (await run(docker, ['image', 'inspect', name, '--format', '{{.Id}}'])).out.trim();
    const result = {
      ...bom,
      // The same image has the same list: no random number, no time of listing.
      serialNumber: `urn:uuid:${uuidOf(id)}`,
      metadata: { tools: bom.metadata.tools, component: { type: 'container', 'bom-ref': bom.metadata.component['bom-ref'], name, version, properties: [{ name: 'image:id', value: id }] } },
      components: [...packages, ...bom.components.filter(ours).map(asProgram), nodejs, ...bundled, ...built, ...base],
    };
    const file = join(directory, `${image}.cdx.json`);
    writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
    const about = base.length > 0 ? `${base.length} packages of the base` : 'the base lists no packages of its own';
    return `${file}: ${packages.length} npm packages (as in the image), ${bundled.length > 0 ? `${bundled.length} in the files for browsers, ` : ''}Node ${node}${built.length > 0 ? `, ${built.map((one) => one.name).join(', ')}` : ''}, ${about}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
