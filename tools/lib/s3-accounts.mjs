// Accounts of the local S3 endpoint: one per process's identity, made through versitygw's admin API. What each may do
// is the media service's own set-up command (bucket policies); an account without a policy may do nothing.
import { createHash, createHmac } from 'node:crypto';
import { S3_IDENTITIES } from './backends/external.mjs';
import { randomWord } from './secrets.mjs';
import { UserError } from './say.mjs';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

/** One request signed by AWS's Signature Version 4, for an endpoint without a query string. */
export async function signedRequest({ method, url, body = '', accessKey, secretKey, region = 'us-east-1' }) {
  const { host, pathname } = new URL(url);
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const scope = `${day}/${region}/s3/aws4_request`;
  const digest = sha256(body);
  const signed = 'host;x-amz-content-sha256;x-amz-date';
  const canonical = [method, pathname, '', `host:${host}`, `x-amz-content-sha256:${digest}`, `x-amz-date:${time}`, '', signed, digest].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${secretKey}`, day), region), 's3'), 'aws4_request');
  const signature = createHmac('sha256', key).update(['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).digest('hex');
  return fetch(url, {
    method, body: body || undefined, signal: AbortSignal.timeout(10_000),
    headers: { 'x-amz-content-sha256': digest, 'x-amz-date': time, authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${signed}, Signature=${signature}` },
  });
}

/**
 * Makes the accounts that are not there yet; keys are kept among the secrets.
 *
 * @returns {Promise<Record<string, { accessKey: string, secretKey: string }>>} by identity
 */
export async function s3Accounts(s3, secrets) {
  if (s3.identities) return s3.identities;
  const accounts = {};
  for (const name of S3_IDENTITIES) {
    const account = { accessKey: secrets.get(`s3-${name}-access`, () => `practika-${name}-${randomWord(8)}`), secretKey: secrets.get(`s3-${name}-secret`, () => randomWord(40)) };
    // Only the set-up identity makes buckets and policies; the others have what a policy grants them.
    const role = name === 'setup' ? 'admin' : 'user';
    const body = `<Account><Access>${account.accessKey}</Access><Secret>${account.secretKey}</Secret><Role>${role}</Role><UserID>0</UserID><GroupID>0</GroupID><ProjectID>0</ProjectID></Account>`;
    const answer = await signedRequest({ method: 'PATCH', url: `${s3.endpoint}/create-user`, body, accessKey: s3.accessKey, secretKey: s3.secretKey });
    const text = await answer.text();
    if (!answer.ok && !/exists/i.test(text)) throw new UserError(`The S3 account for ${name} could not be made (${answer.status}: ${text.slice(0, 200)})`);
    accounts[name] = account;
  }
  return accounts;
}
