// What happens to a file that the platform will not take: it is kept away from everybody, its owner included.
import { expect, line, title } from './show.mjs';

/** Tries every road to the bytes of a quarantined or rejected asset. */
export async function showRefused({ asset, owner, other, origin, s3 }) {
  const quarantined = asset.state === 'quarantined';
  title(quarantined ? 'The file is in quarantine' : 'The file was rejected');
  line(`reason: ${asset.reason?.text ?? '(none given)'}${asset.reason?.code ? `  [${asset.reason.code}]` : ''}`);
  title('No route serves a byte of it');
  for (const rendition of ['web', 'original']) {
    const answer = await owner.ask('POST', `/api/media/v1/assets/${asset.id}/playback`, { rendition });
    expect(answer.status === 409 && answer.body?.type?.endsWith('/asset-refused'), `playback of "${rendition}" by its owner: ${answer.status} ${answer.body?.type ?? ''}`);
  }
  const poster = await owner.ask('GET', `/api/media/v1/assets/${asset.id}/poster`);
  expect(poster.status >= 400 && poster.status < 500, `poster: ${poster.status}`);
  const seen = await other.ask('GET', `/api/media/v1/assets/${asset.id}`);
  expect(seen.status === 404, `another person asks for it: ${seen.status}`);
  const published = await owner.ask('POST', '/api/exercises/v1/exercises', { name: `Refused ${Date.now()}`, assetId: asset.id });
  expect(published.status === 422, `publishing it as an exercise: ${published.status}`);
  for (const bucket of ['uploads', 'media', 'quarantine']) {
    const listed = s3 ? await fetch(`${s3}/${bucket}?list-type=2`).catch(() => null) : null;
    if (listed) expect(listed.status === 403, `bucket ${bucket} without a key: ${listed.status}`);
  }
  expect(asset.renditions.length === 0, 'no rendition was made');
  if (quarantined) line(`released only by two people of the staff, after another scan: ${origin}/api/media/v1/quarantine`);
}
