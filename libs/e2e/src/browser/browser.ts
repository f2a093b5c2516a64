import { type Browser, type BrowserContext, type CDPSession, chromium, type Page, type Request } from 'playwright-core';
import type { Person } from '../person.js';
import { platform } from '../platform.config.js';

/** What a phone and a desk show, CSS pixels. */
export const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } } as const;
export type Size = keyof typeof SIZES;
export type Theme = 'light' | 'dark';

let shared: Promise<Browser> | null = null;

/** The system's Chromium with a camera and a microphone that are made up: a moving picture and a beep. */
export function browser(): Promise<Browser> {
  return (shared ??= chromium.launch({
    executablePath: platform.chromium,
    args: ['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required', '--disable-dev-shm-usage', '--mute-audio'],
  }));
}

export async function closeBrowser(): Promise<void> {
  await (await shared)?.close();
  shared = null;
}

/** What went wrong in a page, or went where it must not. */
export class Watch {
  readonly strangers: string[] = [];
  readonly violations: string[] = [];
  readonly errors: string[] = [];
  readonly requests: { readonly method: string; readonly url: string }[] = [];
  private readonly allowed = new Set([platform.origin, new URL(platform.file.s3.publicEndpoint).origin]);

  see(request: Request): void {
    this.requests.push({ method: request.method(), url: request.url() });
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && !this.allowed.has(url.origin)) this.strangers.push(request.url());
  }

  /** Throws with what was seen. */
  check(): void {
    const seen = [...this.strangers.map((url) => `a request to ${url}`), ...this.violations.map((text) => `CSP: ${text}`), ...this.errors.map((text) => `script: ${text}`)];
    if (seen.length > 0) throw new Error(`the pages of this test did what they must not:\n${seen.join('\n')}`);
  }
}

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly watch: Watch;
  readonly cdp: CDPSession;
  /** The network cable, pulled and put back. */
  readonly offline: (is: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface VisitorOptions {
  readonly size?: Size;
  readonly theme?: Theme;
  /** Who is signed in already. */
  readonly as?: Person;
  readonly locale?: string;
  readonly reducedMotion?: boolean;
}

/** A browser profile of its own: one person at one device. */
export async function visitor({ size = 'desktop', theme = 'light', as, locale = 'en-GB', reducedMotion = false }: VisitorOptions = {}): Promise<Visitor> {
  const context = await (await browser()).newContext({
    viewport: SIZES[size], colorScheme: theme, locale, baseURL: platform.origin, permissions: ['camera', 'microphone', 'clipboard-read', 'clipboard-write'], reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    ...(size === 'phone' ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
  });
  context.setDefaultTimeout(15_000);
  const watch = new Watch();
  context.on('request', (request) => watch.see(request));
  context.on('weberror', (error) => watch.errors.push(String(error.error())));
  context.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/i.test(message.text())) watch.violations.push(message.text());
  });
  if (as !== undefined) await context.addCookies([...as.cookies].map(([name, value]) => ({ name, value, url: platform.origin, sameSite: 'Lax' as const, httpOnly: name.includes('session') || name.includes('device') })));
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  return {
    context, page, watch, cdp,
    offline: (is) => context.setOffline(is),
    close: () => context.close(),
  };
}

/** Signs in by the form, as a person does. */
export async function signInByForm(page: Page, person: { readonly email: string; readonly password: string }): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(/address or user name|e-mail/i).first().fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.locator('main').getByRole('button', { name: /^sign in$/i }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
