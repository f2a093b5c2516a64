import { ListMultipartUploadsCommand, ListObjectVersionsCommand, ListPartsCommand, type DeleteMarkerEntry, type S3Client } from '@aws-sdk/client-s3';
import type { MultipartUpload, OpenUpload, StoredVersion, UploadedPart } from './object-store.js';
import { storeError } from './s3.errors.js';

export const bare = (etag: string | undefined) => (etag ?? '').replaceAll('"', '');

const common = (bucket: string, v: DeleteMarkerEntry) => ({
  bucket, key: v.Key ?? '', versionId: v.VersionId ?? 'null', latest: v.IsLatest ?? false, lastModified: v.LastModified ?? new Date(0),
});

export async function* listVersions(client: S3Client, bucket: string, prefix: string, signal?: AbortSignal): AsyncGenerator<StoredVersion> {
  let key: string | undefined;
  let version: string | undefined;
  do {
    const page = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, KeyMarker: key, VersionIdMarker: version }),
      signal ? { abortSignal: signal } : {},
    ).catch((error: unknown) => { throw storeError(error, signal); });
    for (const v of page.Versions ?? []) {
      yield { ...common(bucket, v), marker: false, size: v.Size ?? 0, etag: bare(v.ETag) };
    }
    for (const marker of page.DeleteMarkers ?? []) yield { ...common(bucket, marker), marker: true, size: 0, etag: null };
    key = page.IsTruncated ? page.NextKeyMarker : undefined;
    version = page.IsTruncated ? page.NextVersionIdMarker || undefined : undefined;
  } while (key !== undefined);
}

export async function* listUploads(client: S3Client, bucket: string, prefix: string, signal?: AbortSignal): AsyncGenerator<OpenUpload> {
  let key: string | undefined;
  let upload: string | undefined;
  do {
    const page = await client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, KeyMarker: key, UploadIdMarker: upload }),
      signal ? { abortSignal: signal } : {},
    ).catch((error: unknown) => { throw storeError(error, signal); });
    for (const u of page.Uploads ?? []) yield { bucket, key: u.Key ?? '', uploadId: u.UploadId ?? '', initiated: u.Initiated ?? new Date(0) };
    key = page.IsTruncated ? page.NextKeyMarker : undefined;
    upload = page.IsTruncated ? page.NextUploadIdMarker || undefined : undefined;
  } while (key !== undefined);
}

export async function listAllParts(client: S3Client, upload: MultipartUpload): Promise<UploadedPart[]> {
  const parts: UploadedPart[] = [];
  let marker: string | undefined;
  do {
    const page = await client.send(new ListPartsCommand({ Bucket: upload.bucket, Key: upload.key, UploadId: upload.uploadId, PartNumberMarker: marker }));
    for (const p of page.Parts ?? []) parts.push({ partNumber: p.PartNumber ?? 0, size: p.Size ?? 0, etag: bare(p.ETag) });
    marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (marker !== undefined);
  return parts;
}
