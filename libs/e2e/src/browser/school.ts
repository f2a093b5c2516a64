import { newPerson, Person, signedIn, type Ticket } from '../person.js';
import { box, EICAR, mp4 } from '../videos.js';
import { film, SCENES, type Scene } from './scenes.js';

export interface School {
  readonly teacher: Person;
  readonly learner: Person;
  readonly staff: Person;
  readonly admin: Person;
  readonly exerciseId: string;
  readonly youtubeExerciseId: string;
  /** The learner's video answer to the exercise. */
  readonly answerId: string;
  readonly assetId: string;
  readonly otherPersonId: string;
}

/** A small school in the middle of its work: what every screen has something to show of. Made through the API alone. */
export async function makeSchool(): Promise<School> {
  const admin = await signedIn('admin');
  const staff = await signedIn('staff');
  const teacher = await person('Mara Lindqvist', admin, 'instructor');
  const learner = await person('Jonas Weber');
  const other = await person('Aiko Tanaka');
  for (const somebody of [teacher, learner, other]) await somebody.give('video_processing');
  const filmed = async (who: Person, scene: Scene, seconds: number, shift = 0) => {
    const asset = await who.upload(await film(scene, seconds, shift), { filename: `${scene.caption.toLowerCase().replaceAll(/\W+/g, '-')}.mp4` });
    return (await who.until(asset.id, 'ready', 60_000)).id;
  };
  const exercise = async (name: string, description: string, video: object, visibility = 'organisation') =>
    String((await teacher.must(201, 'POST', '/api/exercises/v1/exercises', { name, description, visibility, ...video }))['id']);
  const assetId = await filmed(teacher, SCENES.greeting, 12);
  await exercise('Forehand with a late contact', 'Ten slow swings. Watch the elbow, not the ball.', { assetId: await filmed(teacher, SCENES.forehand, 6) });
  await exercise('Long bows on the open G', 'One bow, eight seconds, one sound. Then the same with your eyes shut.', { assetId: await filmed(teacher, SCENES.bowing, 6) });
  await exercise('Conducting in four', 'Small, clear, from the wrist. Sing along.', { assetId: await filmed(teacher, SCENES.conducting, 6) }, 'private');
  await exercise('The first minute of your talk', 'Stand, breathe, look at one person, begin.', { assetId: await filmed(teacher, SCENES.presenting, 6) });
  const youtubeExerciseId = await exercise('Warm-up: shoulders and wrists', 'Follow along before each lesson.', { youtubeUrl: 'https://www.youtube.com/watch?v=M7lc1UVf-VE' });
  const exerciseId = await exercise('Sign language: good morning', 'Greet somebody you have not met. Face first, hands second. Answer with a video of yourself; I look at the shape of the hand and at the eyes.', { assetId });
  const say = async (who: Person, comment: object) => String((await who.must(201, 'POST', `/api/exercises/v1/exercises/${exerciseId}/comments`, comment))['id']);
  const first = await say(teacher, { text: 'See how the eyes come before the hand. That is what makes it a greeting and not a gesture.', anchor: { startMs: 1_200, endMs: 3_400 } });
  await say(learner, { text: 'I always start with the hand. Is there a trick to it?', parentId: first });
  await say(teacher, { text: 'Say it aloud once, then only think it.', parentId: first });
  await say(other, { text: 'Is the palm turned out here, or only loose?', anchor: { startMs: 5_200 } });
  await say(teacher, { text: 'Stop here and compare your elbow with mine.', anchor: { startMs: 7_900, endMs: 9_000 } });
  const answerId = await say(learner, { text: 'My third try. The end is still too fast.', assetId: await filmed(learner, { ...SCENES.greeting, skin: '#e3b08c', shirt: '#22457a', hair: '#b5853f', backdrop: ['#e6e2da', '#c9c1b2'], caption: 'My answer' }, 10, 0.35), anchor: { startMs: 800 } });
  await say(other, { text: 'Thank you, this is the clearest explanation so far.' });
  await troubles(learner);
  return { teacher, learner, staff, admin, exerciseId, youtubeExerciseId, answerId, assetId, otherPersonId: other.id };
}

/** Videos that did not make it: infected, no video at all, and one that is half here. */
async function troubles(who: Person): Promise<void> {
  const infected = await who.upload(Buffer.concat([mp4(1), box('free', EICAR)]), { filename: 'from-a-stick.mp4' });
  await who.settled(infected.id);
  const broken = await who.upload(Buffer.from('This is a text that somebody called a video.'), { filename: 'notes.mp4' });
  await who.settled(broken.id);
  const half = (await who.must(201, 'POST', '/api/media/v1/uploads', { filename: 'rehearsal-long.mp4', size: 40_000_000, contentType: 'video/mp4' })) as unknown as Ticket;
  await who.must(200, 'GET', `/api/media/v1/uploads/${half.uploadId}`);
}

async function person(displayName: string, admin?: Person, role?: string): Promise<Person> {
  const made = await newPerson();
  await made.must(200, 'PATCH', '/api/auth/v1/me', { displayName });
  if (admin === undefined || role === undefined) return made;
  await admin.must(204, 'POST', '/api/auth/v1/sessions/current/step-up', { password: admin.password });
  await admin.must(200, 'PATCH', `/api/auth/v1/users/${made.id}`, { role });
  // A change of role ends the person's sessions.
  await made.signIn();
  return made;
}
