import type { RenderedMail } from './mail-template.js';

/** Hands a mail over to a mail server. */
export abstract class MailSender {
  /** Resolves when the server has taken it; rejects with PermanentMailError when it never will. */
  abstract send(messageId: string, to: string, mail: RenderedMail): Promise<void>;
}

/** The server refused this recipient or message for good. */
export class PermanentMailError extends Error {
  override readonly name = 'PermanentMailError';
}
