import account from './account.ts';
import admin from './admin.ts';
import common from './common.ts';
import feed from './feed.ts';
import newExercise from './new-exercise.ts';
import people from './people.ts';
import privacy from './privacy.ts';
import problems from './problems.ts';
import recorder from './recorder.ts';
import review from './review.ts';
import shell from './shell.ts';
import stepUp from './step-up.ts';
import videos from './videos.ts';
import welcome from './welcome.ts';
import uploads from './uploads.ts';
import player from './player.ts';

export default { account, admin, common, feed, newExercise, people, privacy, problems, recorder, review, shell, stepUp, videos, welcome, uploads, player };
