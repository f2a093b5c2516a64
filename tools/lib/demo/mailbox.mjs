// Reads the mail catcher as a person reads mail.
import { waitFor } from '../wait.mjs';

const addresses = (mail) => [mail.to, mail.envelope?.to].flat().filter(Boolean).map((to) => (typeof to === 'string' ? to : to.address ?? '')).join(' ').toLowerCase();

/** The token in the newest mail to this address whose link has this path, as in `…/verify-email?token=…`. */
export function tokenFromMail(inboxUrl, address, path) {
  return waitFor(`the mail to ${address}`, async () => {
    const answer = await fetch(inboxUrl, { signal: AbortSignal.timeout(5_000) });
    const body = await answer.json();
    const mails = (Array.isArray(body) ? body : (body.items ?? body.emails ?? [])).filter((mail) => addresses(mail).includes(address.toLowerCase()));
    for (const mail of mails.reverse()) {
      const found = new RegExp(`${path}\\?token=([A-Za-z0-9._~-]+)`).exec(`${mail.text ?? ''}\n${mail.html ?? ''}`);
      if (found) return found[1];
    }
    return null;
  }, { timeoutMs: 60_000, everyMs: 250 });
}
