import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
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

/** Signs this service's own tokens: ES256, 60 s, one audience each, so that no service can pass on what it was shown. */
export class ServiceTokenSigner {
  private readonly key: KeyObject;
  private readonly held = new Map<string, { token: string; until: number }>();
  private published: Promise<JWK> | undefined;

  constructor(
    private readonly service: string,
    pem: string,
  ) {
    this.key = createPrivateKey(pem);
  }

  async tokenFor(audience: string): Promise<string> {
    const now = Date.now() / 1_000;
    const held = this.held.get(audience);
    if (held !== undefined && held.until - REUSE_MARGIN > now) return held.token;
    const { kid } = await this.publicKey();
    const token = await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: kid ?? '' })
      .setIssuer(principalOf(this.service)).setSubject(principalOf(this.service)).setAudience(principalOf(audience))
      .setIssuedAt().setExpirationTime(`${LIFETIME}s`)
      .sign(this.key);
    this.held.set(audience, { token, until: now + LIFETIME });
    return token;
  }

  /** What `/internal/jwks` publishes (RFC 7517); `kid` is the RFC 7638 thumbprint. */
  publicKey(): Promise<JWK> {
    this.published ??= (async () => {
      const jwk = await exportJWK(createPublicKey(this.key));
      return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: ALGORITHM, use: 'sig' };
    })();
    return this.published;
  }
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
