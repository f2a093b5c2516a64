import { createHash, createHmac, randomBytes } from 'node:crypto';
import { backends } from '@practika/testing';
import type { S3Keys } from '@practika/object-store';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Makes an account on versitygw through its admin API, signed as any S3 request. A `user` may do nothing until a policy says so. */
export async function createStoreAccount(name: string, role: 'user' | 'admin' = 'user'): Promise<S3Keys> {
  const { endpoint, adminAccessKey, adminSecretKey } = backends.s3;
  const keys = { accessKeyId: `${name}-${randomBytes(4).toString('hex')}`, secretAccessKey: randomBytes(20).toString('hex') };
  const body = `<Account><Access>${keys.accessKeyId}</Access><Secret>${keys.secretAccessKey}</Secret><Role>${role}</Role><UserID>0</UserID><GroupID>0</GroupID><ProjectID>0</ProjectID></Account>`;
  const url = new URL('/create-user', endpoint);
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const signedHeaders = 'host;x-amz-content-sha256;x-amz-date';
  const request = ['PATCH', url.pathname, '', `host:${url.host}`, `x-amz-content-sha256:${sha256(body)}`, `x-amz-date:${time}`, '', signedHeaders, sha256(body)].join('\n');
  const key = ['us-east-1', 's3', 'aws4_request'].reduce<Buffer>((k, part) => hmac(k, part), hmac(`AWS4${adminSecretKey}`, time.slice(0, 8)));
  const signature = createHmac('sha256', key).update(['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n')).digest('hex');
  const answer = await fetch(url, {
    method: 'PATCH', body,
    headers: { 'x-amz-content-sha256': sha256(body), 'x-amz-date': time, authorization: `AWS4-HMAC-SHA256 Credential=${adminAccessKey}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}` },
  });
  if (!answer.ok) throw new Error(`the account ${name} could not be made: ${answer.status} ${await answer.text()}`);
  return keys;
}
