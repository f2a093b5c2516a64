// What the caller of `npm run images` asked for.
import { parseArgs } from 'node:util';
import { UserError } from '../lib/say.mjs';

export const IMAGES = ['auth', 'exercises', 'media', 'consent', 'web'];

export const HELP = `npm run images -- [options]

Builds the images of ${IMAGES.join(', ')} from docker/Dockerfile, one after another.

  --tag TAG          the images' tag (dev)
  --version VERSION  the version that their labels carry (the tag)
  --only NAME        only this image (may be given more than once, or as a list: --only auth,media)
  --target STAGE     runtime, or dev for the development images with their compiler (runtime)
  --registry HOST    put before the names: HOST/practika/auth:TAG
  --load             bring the images to the cluster: runs PRACTIKA_IMAGE_LOADER with their names appended
  --sbom DIR         write a CycloneDX list of what is in each image to DIR/NAME.cdx.json
  --no-cache         build everything anew
  --npmrc FILE       an .npmrc for the packages' registry; a build secret, kept in no layer
  --ca FILE          certificates (PEM) that the build trusts besides the usual (npm's cafile, or NODE_EXTRA_CA_CERTS)
  --help             this text

PRACTIKA_DOCKER         the docker client (the first of the PATH that has BuildKit: with buildx, or older than 23)
PRACTIKA_IMAGE_LOADER   the command for --load (kind load docker-image, to the cluster named practika)
PRACTIKA_NODE_IMAGE, PRACTIKA_DEBIAN_IMAGE, PRACTIKA_RUNTIME_IMAGE
                        the bases, as name:tag@sha256:…; see docker/Dockerfile
`;

/** What an image reference may have after its colon. */
const TAG = /^\w[\w.-]{0,127}$/;

const OPTIONS = {
  tag: { type: 'string', default: 'dev' }, version: { type: 'string' }, only: { type: 'string', multiple: true, default: [] }, target: { type: 'string', default: 'runtime' },
  registry: { type: 'string', default: '' }, load: { type: 'boolean', default: false }, sbom: { type: 'string' }, 'no-cache': { type: 'boolean', default: false },
  npmrc: { type: 'string' }, ca: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false },
};

/** @throws UserError in one sentence */
export function readOptions(argv) {
  let values;
  try {
    ({ values } = parseArgs({ args: argv, options: OPTIONS }));
  } catch (error) {
    throw new UserError(error.message, 'npm run images -- --help');
  }
  const only = values.only.flatMap((list) => list.split(',')).filter((name) => name !== '');
  const unknown = only.find((name) => !IMAGES.includes(name));
  if (unknown !== undefined) throw new UserError(`There is no image ${unknown}: ${IMAGES.join(', ')}`);
  if (!TAG.test(values.tag)) throw new UserError(`${values.tag} cannot be a tag`);
  if (!['runtime', 'dev'].includes(values.target)) throw new UserError(`There is no target ${values.target}: runtime or dev`);
  return { ...values, version: values.version ?? values.tag, images: only.length > 0 ? IMAGES.filter((name) => only.includes(name)) : IMAGES };
}

/** `practika/auth:dev`, or `registry.example/practika/auth:dev` */
export const nameOf = (image, { registry, tag }) => `${registry === '' ? '' : `${registry.replace(/\/+$/, '')}/`}practika/${image}:${tag}`;
