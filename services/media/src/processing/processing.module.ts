import { type DynamicModule, Module } from '@nestjs/common';
import { InternalClient, serviceSigner } from '@practika/identity';
import { jobGraceMs, JobsModule } from '@practika/jobs';
import { ObjectStore } from '@practika/object-store';
import { currentTraceparent } from '@practika/observability';
import { AssetRepository } from '../assets/asset.repository.js';
import { ConsentGate } from '../consent/consent-gate.js';
import { InternalConsentGate } from '../consent/internal.consent-gate.js';
import { FfprobeMediaProbe } from '../container/ffprobe.media-probe.js';
import { StepModule } from '../workers/step.module.js';
import { TidyUpService } from '../workers/tidy-up.service.js';
import type { ProcessConfig } from '../workers/workers.config.js';
import { FfmpegTranscoder } from './ffmpeg.transcoder.js';
import { ProcessingProcessor } from './processing.processor.js';
import { ProcessingService } from './processing.service.js';
import { Transcoder } from './transcoder.js';

@Module({})
export class ProcessingModule {
  static forRoot(config: ProcessConfig): DynamicModule {
    return {
      module: ProcessingModule,
      imports: [StepModule.forRoot('process', config), JobsModule.forWorker({ redisUrl: config.redisQueueUrl, queues: ['media-process'], processors: [ProcessingProcessor], graceMs: jobGraceMs(config.shutdownGraceSeconds) })],
      providers: [
        ProcessingProcessor,
        { provide: TidyUpService, useFactory: () => new TidyUpService(config.workRoot) },
        { provide: Transcoder, useFactory: () => new FfmpegTranscoder(config.ffmpeg, new FfprobeMediaProbe(config.ffprobe)) },
        {
          provide: InternalClient,
          useFactory: () => new InternalClient(serviceSigner('media', config.serviceKey), { consent: config.consentUrl }, currentTraceparent),
        },
        { provide: ConsentGate, useClass: InternalConsentGate },
        {
          provide: ProcessingService, inject: [AssetRepository, ObjectStore, Transcoder, ConsentGate],
          useFactory: (assets: AssetRepository, store: ObjectStore, transcoder: Transcoder, consent: ConsentGate) =>
            new ProcessingService(assets, store, transcoder, consent, config.buckets, config.workRoot),
        },
      ],
    };
  }
}
