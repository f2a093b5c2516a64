import { createTransport, type Transporter } from 'nodemailer';
import { MailSender, PermanentMailError } from './mail-sender.js';
import type { RenderedMail } from './mail-template.js';

export interface SmtpOptions {
  /** smtp:// or smtps://, with user and password where the server wants them. */
  readonly url: string;
  readonly from: string;
  /** Refuses to speak without TLS. */
  readonly requireTls: boolean;
}

export class SmtpMailSender extends MailSender {
  private transport: Transporter;

  constructor(private readonly options: SmtpOptions) {
    super();
    this.transport = transportTo(options.url, options.requireTls);
  }

  /** The next mail goes by another URL. A mail under way ends on the connection that it has. */
  use(url: string): void {
    this.transport = transportTo(url, this.options.requireTls);
  }

  async send(messageId: string, to: string, mail: RenderedMail): Promise<void> {
    try {
      await this.transport.sendMail({
        from: this.options.from, to: { name: '', address: to }, subject: mail.subject, text: mail.text, html: mail.html,
        // The same for every attempt, so that mail systems can drop a second copy.
        messageId: `<${messageId}@${new URL(`http://${this.domain()}`).hostname}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      const { responseCode: code, command } = error as { responseCode?: unknown; command?: unknown };
      // Only what is said of the recipient or of the message is about this mail. A wrong password for the server, a sender
      // that it does not know, a busy host: somebody mends these, and the mail is tried again meanwhile.
      if (typeof code === 'number' && code >= 500 && (command === 'RCPT TO' || command === 'DATA')) throw new PermanentMailError(`the mail server answered ${code}`);
      // The library's message may quote the recipient's address.
      throw new Error(`the mail server cannot be used (${(error as { code?: string }).code ?? 'unknown error'})`);
    }
  }

  private domain(): string {
    return /@([^\s<>@]+)>?$/.exec(this.options.from)?.[1] ?? 'localhost';
  }
}

function transportTo(url: string, requireTls: boolean): Transporter {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  return createTransport({
    host: hostname, port: Number(port) || (secure ? 465 : 587), secure,
    requireTLS: !secure && requireTls,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000,
  });
}
