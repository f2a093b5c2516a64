import { useSyncExternalStore } from 'react';
import type { Upload } from './upload.ts';
import { uploads } from './upload-manager.ts';

export const useUploads = (): readonly Upload[] => useSyncExternalStore(uploads.list.subscribe, uploads.list.all);
/** The upload that becomes a video; undefined: not from this page. */
export const useUploadOf = (assetId: string | null | undefined): Upload | undefined => useUploads().find((upload) => upload.assetId === assetId);
