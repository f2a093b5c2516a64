import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseModule, PgWakeUps, WakeUps, WakeUpSource } from '@practika/database';
import { EventsModule } from '@practika/events';
import { ApiModule, LiveAnswers, queueDesk, queuesController } from '@practika/http';
import { CommentViewsService } from './comments/comment-views.service.js';
import { CommentsController } from './comments/comments.controller.js';
import { CommentsRepository } from './comments/comments.repository.js';
import { CommentsService } from './comments/comments.service.js';
import { TypeormCommentsRepository } from './comments/typeorm-comments.repository.js';
import type { ExercisesApiConfig } from './exercises.config.js';
import { ExerciseListRepository } from './exercises/exercise-list.repository.js';
import { ExerciseViewsService } from './exercises/exercise-views.service.js';
import { ExercisesController } from './exercises/exercises.controller.js';
import { ExercisesRepository } from './exercises/exercises.repository.js';
import { ExercisesService } from './exercises/exercises.service.js';
import { TypeormExerciseListRepository } from './exercises/typeorm-exercise-list.repository.js';
import { TypeormExercisesRepository } from './exercises/typeorm-exercises.repository.js';
import { ExerciseFeed } from './live-events/exercise-feed.repository.js';
import { LiveEventsController } from './live-events/live-events.controller.js';
import { TypeormExerciseFeed } from './live-events/typeorm-exercise-feed.repository.js';
import { exercisesMigrations } from './migrations/exercises-migrations.js';
import { HttpPeopleClient } from './people/http.people-client.js';
import { PeopleClient } from './people/people.client.js';
import { PeopleRepository } from './people/people.repository.js';
import { PeopleService } from './people/people.service.js';
import { TypeormPeopleRepository } from './people/typeorm-people.repository.js';
import { PlaybackController } from './playback/playback.controller.js';
import { PlaybackService } from './playback/playback.service.js';
import { VERSION } from './version.js';
import { AssetLookupService } from './videos/asset-lookup.service.js';
import { AssetReferencesRepository } from './videos/asset-references.repository.js';
import { AssetStatesRepository } from './videos/asset-states.repository.js';
import { HttpMediaClient } from './videos/http.media-client.js';
import { MediaClient } from './videos/media.client.js';
import { TypeormAssetReferencesRepository } from './videos/typeorm-asset-references.repository.js';
import { TypeormAssetStatesRepository } from './videos/typeorm-asset-states.repository.js';
import { VideoAttachmentService } from './videos/video-attachment.service.js';

@Module({})
export class ExercisesApiModule {
  static forRoot(config: ExercisesApiConfig): DynamicModule {
    return {
      module: ExercisesApiModule,
      imports: [
        DatabaseModule.forRoot({ url: config.databaseUrl, entities: [], migrations: exercisesMigrations, applicationName: 'exercises-api', poolSize: config.poolSize }),
        ApiModule.forRoot({ service: 'exercises', version: VERSION, config: config.http }),
        EventsModule.forProducer(),
      ],
      controllers: [ExercisesController, CommentsController, PlaybackController, LiveEventsController, queuesController('exercises')],
      providers: [
        { provide: ExercisesRepository, useClass: TypeormExercisesRepository },
        { provide: ExerciseListRepository, useClass: TypeormExerciseListRepository },
        { provide: CommentsRepository, useClass: TypeormCommentsRepository },
        { provide: PeopleRepository, useClass: TypeormPeopleRepository },
        { provide: AssetStatesRepository, useClass: TypeormAssetStatesRepository },
        { provide: AssetReferencesRepository, useClass: TypeormAssetReferencesRepository },
        { provide: ExerciseFeed, useClass: TypeormExerciseFeed },
        { provide: WakeUpSource, useValue: new WakeUpSource(config.databaseUrl, 'exercise_feed', 'exercises-wake-ups') },
        { provide: WakeUps, useClass: PgWakeUps },
        { provide: MediaClient, useClass: HttpMediaClient },
        { provide: PeopleClient, useClass: HttpPeopleClient },
        ExercisesService, ExerciseViewsService, CommentsService, CommentViewsService, PlaybackService, PeopleService, VideoAttachmentService, AssetLookupService,
        LiveAnswers, queueDesk('exercises'),
      ],
    };
  }
}
