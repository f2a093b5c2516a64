import { Injectable } from '@nestjs/common';
import type { RequestInput } from '@practika/http';
import { cookieNames } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import { AuthSettings } from '../auth-settings.js';

/** Seconds. The device cookie outlives sessions by design: it is what tells an owner from a stranger. */
const DEVICE_AGE = 365 * 24 * 60 * 60;
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** Reads and sets the three cookies. Only Path=/ and no Domain, so that the __Host- prefix is allowed to stand. */
@Injectable()
export class SessionCookies {
  private readonly names: ReturnType<typeof cookieNames>;
  private readonly secure: string;

  constructor(settings: AuthSettings) {
    this.names = cookieNames(settings.secureCookies);
    this.secure = settings.secureCookies ? '; Secure' : '';
  }

  session(input: RequestInput): string | null {
    return secret(input.cookie(this.names.session));
  }

  device(input: RequestInput): string | null {
    return secret(input.cookie(this.names.device));
  }

  signedIn(reply: FastifyReply, tokens: { readonly sessionToken: string; readonly deviceToken: string; readonly csrfToken: string }): void {
    reply.header('set-cookie', [
      // No Max-Age: the session ends with the browser.
      `${this.names.session}=${tokens.sessionToken}; Path=/; HttpOnly${this.secure}; SameSite=Lax`,
      this.csrfCookie(tokens.csrfToken),
      `${this.names.device}=${tokens.deviceToken}; Path=/; Max-Age=${DEVICE_AGE}; HttpOnly${this.secure}; SameSite=Lax`,
    ]);
  }

  csrf(reply: FastifyReply, token: string): void {
    reply.header('set-cookie', [this.csrfCookie(token)]);
  }

  signedOut(reply: FastifyReply): void {
    reply.header('set-cookie', [
      `${this.names.session}=; Path=/; Max-Age=0; HttpOnly${this.secure}; SameSite=Lax`,
      `${this.names.csrf}=; Path=/; Max-Age=0${this.secure}; SameSite=Lax`,
    ]);
  }

  private csrfCookie(token: string): string {
    return `${this.names.csrf}=${token}; Path=/${this.secure}; SameSite=Lax`;
  }
}

const secret = (value: string | null): string | null => (value !== null && SECRET.test(value) ? value : null);
