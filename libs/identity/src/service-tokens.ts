import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { secretFiles, SecretRefused } from '@practika/config';
import { DomainError, isOutage, unavailable } from '@practika/problems';
import { calculateJwkThumbprint, createRemoteJWKSet, decodeJwt, errors, exportJWK, type JWK, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose';

/** Seconds. */
const LIFETIME = 60;
/** A signed token is used again until this many seconds before its end. */
const REUSE_MARGIN = 15;
const ALGORITHM = 'ES256';
const VERIFIED_TOKENS = 1_000;

/** The name of a service as `iss` and `aud`. */
const principalOf = (service: string): string => `practika/${service}`;

/** Milliseconds that a replaced key stays published: longer than other processes take to get the new one. */
const OVERLAP = 600_000;
const BLOCK = /-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g;

interface SigningKey {
  readonly key: KeyObject;
  readonly published: Promise<JWK>;
}

/** Signs this service's own tokens: ES256, 60 s, one audience each, so that no service can pass on what it was shown. */
export class ServiceTokenSigner {
  /** The first one signs; all are published. */
  private keys: readonly SigningKey[];
  private readonly held = new Map<string, { token: string; until: number }>();

  /** @param pem a private key; behind it may stand others whose tokens still count, or that are going to sign soon */
  constructor(
    private readonly service: string,
    pem: string,
  ) {
    this.keys = keysOf(pem);
  }

  /**
   * Signs with another key from now on. The ones before stay published for a while, since processes of this service get
   * the new one at different times.
   *
   * @throws SecretRefused for what is no EC P-256 key
   */
  rotate(pem: string): void {
    let next: readonly SigningKey[];
    try {
      next = keysOf(pem);
    } catch (error) {
      throw new SecretRefused('not an EC P-256 private key', { cause: error });
    }
    const known = (one: SigningKey): boolean => next.some(({ key }) => createPublicKey(key).equals(createPublicKey(one.key)));
    const replaced = this.keys.filter((one) => !known(one));
    this.keys = [...next, ...replaced];
    this.held.clear();
    setTimeout(() => { this.keys = this.keys.filter((one) => !replaced.includes(one)); }, OVERLAP).unref();
  }

  async tokenFor(audience: string): Promise<string> {
    const held = this.held.get(audience);
    if (held !== undefined && held.until - REUSE_MARGIN > Date.now() / 1_000) return held.token;
    return this.sign(audience, this.keys[0] as SigningKey);
  }

  /**
   * For an audience that did not take a token: one of the key before, which everybody knows who knows any. It is then
   * used for the usual time, after which the current key is tried again.
   *
   * @returns null when there is no key before
   */
  async earlierTokenFor(audience: string): Promise<string | null> {
    const earlier = this.keys[1];
    return earlier === undefined ? null : this.sign(audience, earlier);
  }

  /** The key that signs. */
  publicKey(): Promise<JWK> {
    return (this.keys[0] as SigningKey).published;
  }

  /** What `/internal/jwks` publishes (RFC 7517); `kid` is the RFC 7638 thumbprint. */
  publicKeys(): Promise<JWK[]> {
    return Promise.all(this.keys.map(({ published }) => published));
  }

  private async sign(audience: string, { key, published }: SigningKey): Promise<string> {
    const now = Date.now() / 1_000;
    const { kid } = await published;
    const token = await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: kid ?? '' })
      .setIssuer(principalOf(this.service)).setSubject(principalOf(this.service)).setAudience(principalOf(audience))
      .setIssuedAt().setExpirationTime(`${LIFETIME}s`)
      .sign(key);
    this.held.set(audience, { token, until: now + LIFETIME });
    return token;
  }
}

function keysOf(pem: string): readonly SigningKey[] {
  return (pem.match(BLOCK) ?? [pem]).map((block) => {
    const key = createPrivateKey(block);
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('not an EC P-256 private key');
    return { key, published: publish(key) };
  });
}

async function publish(key: KeyObject): Promise<JWK> {
  const jwk = await exportJWK(createPublicKey(key));
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: ALGORITHM, use: 'sig' };
}

/** The signer of a process: follows its key's file. */
export function serviceSigner(service: string, pem: string): ServiceTokenSigner {
  const signer = new ServiceTokenSigner(service, pem);
  secretFiles.on<string>('SERVICE_KEY', (changed) => signer.rotate(changed));
  return signer;
}

/** Checks other services' tokens against the keys they publish. */
export class ServiceTokenVerifier {
  private readonly keys: ReadonlyMap<string, JWTVerifyGetKey>;
  private readonly verified = new Map<string, { caller: string; until: number }>();

  /** @param peers internal base URL by service name */
  constructor(
    private readonly service: string,
    peers: Readonly<Record<string, string>>,
  ) {
    this.keys = new Map(Object.entries(peers).map(([name, url]) => [
      principalOf(name),
      createRemoteJWKSet(new URL('/internal/jwks', url), { timeoutDuration: 2_000, cooldownDuration: 5_000, cacheMaxAge: 600_000 }),
    ]));
  }

  /** @returns the calling service's name
   *  @throws unauthenticated for anything but a valid token for this service, unavailable when keys cannot be fetched */
  async verify(token: string): Promise<string> {
    const now = Date.now() / 1_000;
    const known = this.verified.get(token);
    if (known !== undefined && known.until > now) return known.caller;
    try {
      // The issuer claimed decides whose keys count; the signature then proves it.
      const issuer = decodeJwt(token).iss ?? '';
      const keys = this.keys.get(issuer);
      if (keys === undefined) throw new DomainError('unauthenticated');
      const { payload } = await jwtVerify(token, keys, {
        algorithms: [ALGORITHM], issuer, audience: principalOf(this.service), maxTokenAge: `${LIFETIME + 5}s`, clockTolerance: 5, requiredClaims: ['iss', 'exp', 'aud', 'iat'],
      });
      const caller = (payload.iss ?? '').replace(/^practika\//, '');
      if (this.verified.size >= VERIFIED_TOKENS) this.verified.clear();
      this.verified.set(token, { caller, until: payload.exp ?? now });
      return caller;
    } catch (error) {
      if (error instanceof errors.JWKSTimeout || isOutage(error) || (error instanceof TypeError && isOutage(error.cause))) throw unavailable('A peer service', error);
      if (error instanceof errors.JOSEError) throw new DomainError('unauthenticated', { cause: error });
      throw error;
    }
  }
}
