import type { ObjectPlace } from '@practika/object-store';
import type { Buckets } from '../media.config.js';

interface Owned {
  readonly id: string;
  readonly ownerId: string;
}

/** Every object of a person carries the owner's id, so that erasure can list what is left without asking a table. */
export const cleanPlace = (buckets: Buckets, a: Owned, sha256: string): ObjectPlace => ({ bucket: buckets.media, key: `c/${a.ownerId}/${a.id}/${sha256}` });
export const quarantinePlace = (buckets: Buckets, a: Owned, sha256: string): ObjectPlace => ({ bucket: buckets.quarantine, key: `q/${a.ownerId}/${a.id}/${sha256}` });
export const renditionPlace = (buckets: Buckets, a: Owned, name: string): ObjectPlace => ({ bucket: buckets.media, key: `r/${a.ownerId}/${a.id}/${name}` });

/** Where anything of an asset may lie. Uploads have no owner in their key: the key is made before anything is known. */
export const prefixesOf = (buckets: Buckets, a: Owned) => ({
  uploads: { bucket: buckets.uploads, prefix: `u/${a.id}/` },
  clean: { bucket: buckets.media, prefix: `c/${a.ownerId}/${a.id}/` },
  renditions: { bucket: buckets.media, prefix: `r/${a.ownerId}/${a.id}/` },
  quarantine: { bucket: buckets.quarantine, prefix: `q/${a.ownerId}/${a.id}/` },
});
