import { secretVolumes } from './rules/secrets.js';
import type { Container, PodTemplate } from './kubernetes.js';

export interface MountedSecret {
  /** As the container sees it. */
  readonly path: string;
  readonly secret: string;
  readonly key: string;
  /** May be missing from the Secret: then there is no file. */
  readonly optional: boolean;
}

/** The files of Secrets that a container has. */
export function mountedSecrets(pod: PodTemplate, container: Container): MountedSecret[] {
  const volumes = secretVolumes(pod);
  return (container.volumeMounts ?? []).flatMap((mount) => volumes.filter(({ volume }) => volume === mount.name).flatMap(({ secret }) => (secret.items ?? []).map(({ key, path }) => ({
    path: `${mount.mountPath.replace(/\/$/, '')}/${path}`, secret: secret.secretName ?? secret.name ?? '', key, optional: secret.optional === true,
  }))));
}
