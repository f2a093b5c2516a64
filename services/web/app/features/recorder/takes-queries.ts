import { queryOptions } from '@tanstack/react-query';
import { judge, mediaUploadApi } from './media-upload-api.ts';
import { holdTake, untouched } from './take-lock.ts';
import { removeTake, type StoredTake, storedTakes } from './takes-folder.ts';

/** Takes of this person that no page works on and that the platform does not have, newest first. */
export const takesQuery = (personId: string) => queryOptions({
  queryKey: ['takes', personId],
  queryFn: async (): Promise<readonly StoredTake[]> => {
    const takes = await untouched(await storedTakes(personId));
    for (const take of takes.filter(isWaste)) await clear(personId, take);
    return takes.filter((take) => !isWaste(take));
  },
  staleTime: 0,
});

/** Thrown away while there was no network, or ended before there was anything. */
const isWaste = ({ record, file }: StoredTake): boolean => record.refused || file.size === 0;

/** What could not be removed at the platform then is removed now; nobody is bothered where it fails again. */
async function clear(personId: string, { id, record }: StoredTake): Promise<void> {
  const release = await holdTake(id);
  if (release === null) return;
  try {
    const upload = record.upload ?? (record.key === null ? null : await mediaUploadApi.begin(record.key, record));
    if (upload !== null) await mediaUploadApi.throwAway(upload.uploadId);
    await removeTake(personId, id);
  } catch (error) {
    if (judge(error) === 'stop') await removeTake(personId, id);
  } finally {
    release();
  }
}
