import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { PermanentMailError } from './mail-sender.js';
import { SmtpMailSender } from './smtp.mail-sender.js';

// Real here: SMTP over TCP, with a server that says no at one step.
let server: Server | undefined;
afterEach(() => { server?.close(); });

type Step = 'greeting' | 'AUTH' | 'MAIL' | 'RCPT' | 'message';

async function refusing(step: Step, answer: string): Promise<string> {
  const say = (at: Step, otherwise: string) => `${at === step ? answer : otherwise}\r\n`;
  server = createServer((socket) => {
    let receiving = false;
    socket.on('error', () => undefined);
    socket.write(say('greeting', '220 here'));
    socket.on('data', (data) => {
      for (const line of data.toString().split('\r\n')) {
        if (receiving) {
          if (line !== '.') continue;
          receiving = false;
          socket.write(say('message', '250 taken'));
        } else if (line.startsWith('EHLO')) socket.write('250-here\r\n250 AUTH PLAIN\r\n');
        else if (line.startsWith('AUTH')) socket.write(say('AUTH', '235 welcome'));
        else if (line.startsWith('MAIL')) socket.write(say('MAIL', '250 fine'));
        else if (line.startsWith('RCPT')) socket.write(say('RCPT', '250 fine'));
        else if (line === 'DATA') {
          receiving = true;
          socket.write('354 go on\r\n');
        } else if (line === 'QUIT') socket.end('221 bye\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `smtp://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const send = async (url: string) => new SmtpMailSender({ url, from: 'Practika <no-reply@practika.example>', requireTls: false })
  .send('id', 'person@example.org', { subject: 's', text: 't', html: '<p>t</p>' }).then(() => null, (error: unknown) => error);

describe('mails that a server refuses', () => {
  it.each([['RCPT', '550 no such mailbox'], ['message', '554 looks like spam']] as const)('should be given up at %s, for what is said there is about this mail', async (step, answer) => {
    expect(await send(await refusing(step, answer))).toBeInstanceOf(PermanentMailError);
  });

  it.each([
    ['greeting', '554 no service'], ['AUTH', '535 wrong password'], ['MAIL', '550 sender not permitted'], ['RCPT', '450 try later'],
  ] as const)('should be tried again after a no at %s (%s): a wrong password for the server must not cost every mail', async (step, answer) => {
    const error = await send(await refusing(step, answer));
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(PermanentMailError);
    expect((error as Error).message).not.toContain('person@example.org');
  });

  it('should arrive where nothing is refused', async () => {
    expect(await send(await refusing('RCPT', '250 fine'))).toBeNull();
  });

  it('should go by another URL once the setting has changed', async () => {
    const wrong = await refusing('AUTH', '535 wrong password');
    const sender = new SmtpMailSender({ url: wrong, from: 'Practika <no-reply@practika.example>', requireTls: false });
    const mail = () => sender.send('id', 'person@example.org', { subject: 's', text: 't', html: '<p>t</p>' });
    await expect(mail()).rejects.toThrow(/EAUTH/);
    server?.close();
    sender.use(await refusing('RCPT', '250 fine'));
    await expect(mail()).resolves.toBeUndefined();
  });
});
