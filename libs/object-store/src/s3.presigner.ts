import { GetObjectCommand, UploadPartCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { MultipartUpload, ObjectVersion, PresignedRequest } from './object-store.js';

const within = (seconds: number) => new Date(Date.now() + seconds * 1_000);

export async function presignPart(
  client: S3Client,
  upload: MultipartUpload,
  part: { partNumber: number; size: number; sha256?: string; md5?: string; expiresSeconds: number },
): Promise<PresignedRequest> {
  const headers: Record<string, string> = {
    ...(part.sha256 === undefined ? {} : { 'x-amz-checksum-sha256': part.sha256 }),
    ...(part.md5 === undefined ? {} : { 'content-md5': part.md5 }),
  };
  const command = new UploadPartCommand({
    Bucket: upload.bucket, Key: upload.key, UploadId: upload.uploadId, PartNumber: part.partNumber, ContentLength: part.size,
    ...(part.sha256 === undefined ? {} : { ChecksumSHA256: part.sha256 }),
    ...(part.md5 === undefined ? {} : { ContentMD5: part.md5 }),
  });
  // Left to itself the presigner neither signs the length nor keeps the digest a header, and the store would check neither.
  const signed = new Set(['host', 'content-length', ...Object.keys(headers)]);
  const expiresAt = within(part.expiresSeconds);
  const url = await getSignedUrl(client, command, { expiresIn: part.expiresSeconds, unhoistableHeaders: signed, signableHeaders: signed });
  return { url, headers, expiresAt };
}

export async function presignGet(
  client: S3Client,
  object: ObjectVersion,
  answer: { contentType: string; disposition: string; expiresSeconds: number },
): Promise<PresignedRequest> {
  const command = new GetObjectCommand({
    Bucket: object.bucket, Key: object.key, VersionId: object.versionId,
    ResponseContentType: answer.contentType, ResponseContentDisposition: answer.disposition,
    // The bytes of one version never change; nobody between the store and the browser may keep them.
    ResponseCacheControl: 'private, max-age=300',
  });
  const expiresAt = within(answer.expiresSeconds);
  return { url: await getSignedUrl(client, command, { expiresIn: answer.expiresSeconds }), headers: {}, expiresAt };
}
