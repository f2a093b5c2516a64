#!/usr/bin/env node
// npm run demo: the main job of the platform, as two people, through the public API alone.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { follow } from './lib/demo/follow.mjs';
import { tokenFromMail } from './lib/demo/mailbox.mjs';
import { Person } from './lib/demo/person.mjs';
import { showRefused } from './lib/demo/refused.mjs';
import { expect, failed, line, mib, title } from './lib/demo/show.mjs';
import { upload } from './lib/demo/upload.mjs';
import { download, makeVideo, personalTags, sha256OfFile } from './lib/demo/video.mjs';
import { useEdge } from './lib/edge.mjs';
import { ROOT } from './lib/paths.mjs';
import { explain, plain, UserError } from './lib/say.mjs';
import { randomWord } from './lib/secrets.mjs';

const HELP = `npm run demo -- [VIDEO]

Against the platform that "npm start" runs: an instructor uploads VIDEO (one is made if none is named) and publishes it as
an exercise; a student signs up and answers with a video pinned to a moment; both play what they may. Shows each step,
checks that what is played hashes to what was uploaded or made, and ends with an exit code other than 0 if anything
is not as it should be. A file with malware ends in quarantine, and the demo tries to get at it.

  --state DIR   the platform's folder (.practika): its address.json and accounts.json say where the platform is and who
                the instructor is
  --help        this text

PRACTIKA_EDGE   where the names below .localhost are, if this machine does not know: an ingress controller's ADDRESS[:PORT]
`;

function readRunning(base) {
  const read = (name) => JSON.parse(readFileSync(join(base, name), 'utf8'));
  try {
    return { accounts: read('accounts.json'), address: read('address.json') };
  } catch {
    throw new UserError('No running platform was found', 'npm start (in another terminal)');
  }
}

async function newStudent(origin, inbox) {
  const student = new Person('student', origin);
  const name = `demo-${randomWord(8).toLowerCase()}`;
  const email = `${name}@example.org`;
  const password = randomWord(24);
  await student.must('POST', '/api/auth/v1/sign-up', { email, username: name, password, displayName: 'Demo student' });
  line(`signed up as ${name}; waiting for the mail`);
  const token = await tokenFromMail(inbox, email, 'verify-email');
  await student.must('POST', '/api/auth/v1/verify-email', { token });
  line('the address is verified by the link in the mail');
  await student.signIn(email, password);
  line('signed in');
  return student;
}

async function uploadAndFollow(person, file) {
  const asset = await upload(person, file);
  return follow(person, asset.id, statSync(file).size);
}

async function play({ who, path, body, file, sha256, what }) {
  const grant = await who.must('POST', path, body);
  const got = await download(grant.url, file);
  line(`${what}: ${mib(got.bytes)}, SHA-256 ${got.sha256}`);
  expect(got.status === 200 && got.sha256 === sha256, `what the ${who.name} plays is exactly that`);
  const range = await fetch(grant.url, { headers: { Range: 'bytes=0-99' } });
  expect(range.status === 206 && (await range.arrayBuffer()).byteLength === 100, 'a player may jump (Range answers 206)');
  return grant.url;
}

async function demo(video, base) {
  const { accounts, address } = readRunning(base);
  const { origin } = address;
  const folder = mkdtempSync(join(tmpdir(), 'practika-demo-'));
  try {
    let file = video;
    if (!file) {
      file = join(folder, 'demo.mp4');
      title('Making a short video, with the place where it was "taken" inside');
      await makeVideo(file, { seconds: 8 });
    }
    const sha256 = await sha256OfFile(file);
    const before = await personalTags(file);
    line(`${file}: ${mib(statSync(file).size)}, SHA-256 ${sha256}`);
    if (before?.length) line(`inside: ${before.join(', ')}`);

    title('Two people');
    const instructor = new Person('instructor', origin);
    await instructor.signIn(accounts.instructor.email, accounts.instructor.password);
    line(`the instructor ${accounts.instructor.username} signs in`);
    const student = await newStudent(origin, address.inbox);

    title('Consent to the processing of their videos');
    for (const person of [instructor, student]) {
      const { receiptId } = await person.consentToVideo();
      line(`${person.name}: given, receipt ${receiptId}`);
    }

    title('The instructor uploads the video');
    const asset = await uploadAndFollow(instructor, file);
    expect(asset.sha256 === sha256 || asset.sha256 === null, `the platform's SHA-256 of the original: ${asset.sha256}`);
    if (asset.state === 'quarantined' || asset.state === 'rejected') {
      await showRefused({ asset, owner: instructor, other: student, origin, s3: address.s3 });
      return asset.state;
    }
    if (asset.state !== 'ready') throw new UserError(`The video ended as "${asset.state}": ${asset.reason?.text ?? 'no reason given'}`);
    line(`${asset.width}×${asset.height}, ${asset.frameRate} frames a second, ${(asset.durationMs / 1000).toFixed(1)} s`);

    title('It is published as an exercise');
    const exercise = await instructor.must('POST', '/api/exercises/v1/exercises', { name: `Demo ${new Date().toISOString()}`, description: 'Watch it, then answer with a video of your own.', assetId: asset.id, visibility: 'organisation' });
    line(`exercise ${exercise.id}: "${exercise.name}"`);

    title('The student answers with a video, pinned to a moment');
    const answerFile = join(folder, 'answer.mp4');
    await makeVideo(answerFile, { seconds: 3, tone: 660, place: '+52.5163+013.3777/' });
    const answer = await uploadAndFollow(student, answerFile);
    if (answer.state !== 'ready') throw new UserError(`The answer ended as "${answer.state}"`);
    const startMs = Math.floor(Math.min(1_500, (asset.durationMs ?? 1_000) / 3));
    const endMs = Math.max(startMs + 1, Math.floor(Math.min(startMs + 1_000, asset.durationMs ?? startMs + 1_000)));
    const comment = await student.must('POST', `/api/exercises/v1/exercises/${exercise.id}/comments`, { text: 'This is how I do it.', assetId: answer.id, anchor: { startMs, endMs } });
    line(`comment ${comment.id} from ${startMs} ms to ${endMs} ms`);
    const listed = await instructor.must('GET', `/api/exercises/v1/exercises/${exercise.id}/comments?order=anchor`);
    expect(listed.items.some((c) => c.id === comment.id), 'the instructor sees it under the exercise');

    title('Playing');
    const urls = {};
    urls['original, for its owner'] = await play({ who: instructor, path: `/api/media/v1/assets/${asset.id}/playback`, body: { rendition: 'original' }, file: join(folder, 'original'), sha256, what: 'original, for its owner' });
    const web = asset.renditions.find((r) => r.name === 'web');
    urls['web, for the student'] = await play({ who: student, path: `/api/exercises/v1/exercises/${exercise.id}/playback`, body: {}, file: join(folder, 'web'), sha256: web?.sha256, what: 'web, for the student' });
    const answerWeb = answer.renditions.find((r) => r.name === 'web');
    urls['the answer, for the instructor'] = await play({ who: instructor, path: `/api/exercises/v1/comments/${comment.id}/playback`, body: {}, file: join(folder, 'answer-web'), sha256: answerWeb?.sha256, what: 'the answer, for the instructor' });
    for (const name of ['web', 'answer-web']) {
      const tags = await personalTags(join(folder, name));
      expect(tags !== null && tags.length === 0, `${name} tells neither place nor device${tags?.length ? `, but: ${tags.join(', ')}` : ''}`);
    }
    const refused = await student.ask('POST', `/api/media/v1/assets/${asset.id}/playback`, { rendition: 'original' });
    expect(refused.status === 404, `the student asks for the original: ${refused.status}`);

    title('Playback URLs (each lives for five minutes at most)');
    for (const [name, url] of Object.entries(urls)) line(`${name}:\n            ${url}`);
    line(`\n          SHA-256 of the original  ${sha256}\n          SHA-256 of web           ${web?.sha256}`);
    return 'ready';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { state: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return plain(HELP);
  if (process.env.PRACTIKA_EDGE) useEdge(process.env.PRACTIKA_EDGE);
  if (positionals.length > 1) throw new UserError('One video at a time', 'npm run demo -- VIDEO');
  // npm runs scripts in the project's folder: a relative path is meant from where the caller stands.
  const video = positionals[0] ? resolve(process.env.INIT_CWD ?? process.cwd(), positionals[0]) : null;
  if (video && !existsSync(video)) throw new UserError(`There is no file ${video}`);
  const outcome = await demo(video, values.state ? resolve(process.env.INIT_CWD ?? process.cwd(), values.state) : join(ROOT, '.practika'));
  plain();
  if (failed() > 0) throw new UserError(`${failed()} expectation${failed() === 1 ? '' : 's'} did not hold (marked NO above)`);
  if (outcome === 'rejected') throw new UserError('The file was rejected, and everything else is as it should be');
  plain(outcome === 'quarantined' ? 'The file is in quarantine and nobody can get at it, as it should be.' : 'Everything is as it should be.');
  return undefined;
}

main().catch((error) => {
  explain(error);
  process.exit(1);
});
