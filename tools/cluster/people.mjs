// People of the platform, made the way an operator makes them: the first administrator by the command in the pod, the others by
// invitation, through the public API and the mail that it sends.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenFromMail } from '../lib/demo/mailbox.mjs';
import { Person } from '../lib/demo/person.mjs';
import { upload } from '../lib/demo/upload.mjs';
import { makeVideo } from '../lib/demo/video.mjs';
import { writeJson } from '../lib/ledger.mjs';
import { randomWord } from '../lib/secrets.mjs';
import { UserError } from '../lib/say.mjs';
import { BACKENDS, exec, forward, releasePods } from './kube.mjs';

export const ORIGIN = 'http://practika.localhost';
export const S3 = 'http://s3.practika.localhost';

const newAccount = (role) => {
  const username = `${role}-${randomWord(8).toLowerCase()}`;
  return { email: `${username}@example.org`, username, password: randomWord(24) };
};

/** Runs the operator's command where the API's settings and secrets are. */
async function createAdmin() {
  const account = newAccount('admin');
  const [pod] = await releasePods('app.kubernetes.io/name=auth,app.kubernetes.io/component=api');
  if (!pod) throw new UserError('No pod of the auth API is there');
  const command = ['/nodejs/bin/node', 'dist/main.create-admin.js', '--email', account.email, '--username', account.username];
  const done = await exec(pod.metadata.name, command, { input: `${account.password}\n` });
  if (!/was made/.test(done.out)) throw new UserError(`create-admin said: ${done.out}${done.err}`);
  return account;
}

export class People {
  #inbox = null;
  #admin = null;

  /** The mailbox is forwarded, so that the proof does not hang on the mail catcher's own Ingress. */
  async inbox() {
    this.#inbox ??= `http://127.0.0.1:${await forward(BACKENDS, 'maildev', 1080)}/api/email`;
    return this.#inbox;
  }

  async #invite(role) {
    if (this.#admin === null) {
      const account = await createAdmin();
      this.#admin = { account, person: new Person('admin', ORIGIN) };
      await this.#admin.person.signIn(account.email, account.password);
    }
    const { person, account: { password } } = this.#admin;
    await person.must('POST', '/api/auth/v1/sessions/current/step-up', { password });
    const account = newAccount(role);
    await person.must('POST', '/api/auth/v1/invitations', { email: account.email, role });
    const token = await tokenFromMail(await this.inbox(), account.email, 'accept-invitation');
    await new Person(role, ORIGIN).must('POST', '/api/auth/v1/invitations/accept', { token, username: account.username, password: account.password });
    return account;
  }

  /** Somebody who has signed in and consented to the processing of videos. */
  async somebody(role) {
    const account = await this.#invite(role);
    const person = new Person(role, ORIGIN);
    await person.signIn(account.email, account.password);
    await person.consentToVideo();
    return person;
  }

  /** Some instructors and an exercise that all of them see. */
  async crowd(size) {
    const people = [];
    for (let i = 0; i < size; i += 1) people.push(await this.somebody('instructor'));
    const folder = mkdtempSync(join(tmpdir(), 'practika-cluster-'));
    try {
      const file = join(folder, 'short.mp4');
      await makeVideo(file, { seconds: 2 });
      const [author] = people;
      const { id } = await upload(author, file);
      const exercise = await author.must('POST', '/api/exercises/v1/exercises', { name: 'For those who write under load', assetId: id, visibility: 'organisation' });
      return { people, exerciseId: exercise.id };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** A folder that the demo takes for a running platform's. */
  async stateFor(folder) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeJson(join(folder, 'accounts.json'), { instructor: await this.#invite('instructor') });
    writeJson(join(folder, 'address.json'), { origin: ORIGIN, inbox: await this.inbox(), s3: S3 });
    return folder;
  }
}
