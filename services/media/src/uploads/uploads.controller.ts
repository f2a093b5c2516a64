import { Controller, Delete, Get, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '@practika/database';
import { Caller, Creates, Input, Operation, Permit, RequestInput, setLocation } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import { assetView, type AssetView } from '../assets/asset.dto.js';
import { refuseLeaving } from '../assets/leaving.js';
import { CompletionService } from './completion.service.js';
import {
  announced, anyParts, completeUpload, createAny, createRecording, createUpload, openUploadPage, partNumbers, partUrls, recordedParts, uploadCreated, uploadListQuery, uploadStatus,
  type OpenUploadView, type PartUrls, type UploadCreated, type UploadStatus,
} from './uploads.dto.js';
import { UploadsService } from './uploads.service.js';

const BASE = '/api/media/v1';

@ApiTags('uploads')
@Controller(`${BASE}/uploads`)
export class UploadsController {
  constructor(
    @Inject(UploadsService) private readonly uploads: UploadsService,
    @Inject(CompletionService) private readonly completion: CompletionService,
  ) {}

  @Get()
  @Permit('upload.read')
  @Operation({ summary: "One's own open uploads, newest first, to go on with", query: uploadListQuery, answers: { 200: { description: 'A page of uploads', schema: openUploadPage } }, problems: ['validation-failed'] })
  list(@Caller() caller: Principal, @Input() input: RequestInput): Promise<Page<OpenUploadView>> {
    return this.uploads.list(caller, input.query(uploadListQuery));
  }

  @Post()
  @Permit('upload.write')
  @Creates()
  @Operation({
    summary: 'Begins an upload of a file, or of a recording whose size is not known yet', body: createAny, answers: { 201: { description: 'The upload is open', schema: uploadCreated } },
    problems: ['upload-too-large', 'unsupported-media-type', 'validation-failed', 'account-leaving', 'consent-required', 'quota-exceeded', 'in-progress', 'unavailable'],
  })
  async create(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<UploadCreated> {
    const kind = input.body(announced);
    this.uploads.refuseByKind(kind);
    const body = kind.recording ? input.body(createRecording) : input.body(createUpload);
    refuseLeaving(caller);
    const created = await this.uploads.create(caller, input.creationId(), body);
    setLocation(reply, `${BASE}/uploads/${created.uploadId}`);
    return created;
  }

  @Post(':id/parts')
  @HttpCode(200)
  @Permit('upload.write')
  @Operation({ summary: 'URLs to send parts to, straight to the store; of a recording with the size of each', body: anyParts, answers: { 200: { description: 'One URL for each part', schema: partUrls } }, problems: ['not-found', 'validation-failed', 'account-leaving', 'upload-closed'] })
  async parts(@Caller() caller: Principal, @Input() input: RequestInput): Promise<PartUrls> {
    const upload = await this.uploads.own(caller, input.id());
    if (upload.recording) {
      const { parts } = input.body(recordedParts);
      refuseLeaving(caller);
      return this.uploads.presignRecorded(upload, parts);
    }
    const body = input.body(partNumbers);
    refuseLeaving(caller);
    return this.uploads.presign(upload, body.partNumbers);
  }

  @Get(':id')
  @Permit('upload.read')
  @Operation({ summary: 'What has arrived, to resume from anywhere', answers: { 200: { description: 'The upload', schema: uploadStatus } }, problems: ['not-found', 'unavailable'] })
  async get(@Caller() caller: Principal, @Input() input: RequestInput): Promise<UploadStatus> {
    return this.uploads.status(await this.uploads.own(caller, input.id()));
  }

  @Post(':id/complete')
  @HttpCode(202)
  @Permit('upload.write')
  @Operation({
    summary: 'Completes an upload; said again, the same answer', body: completeUpload, answers: { 202: { description: 'The video; it is being checked', schema: assetView } },
    problems: ['not-found', 'validation-failed', 'account-leaving', 'parts-mismatch', 'upload-closed', 'in-progress', 'unavailable'],
  })
  async complete(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<AssetView> {
    const upload = await this.uploads.own(caller, input.id());
    const { parts } = input.body(completeUpload);
    refuseLeaving(caller);
    const asset = await this.completion.complete(upload, parts);
    setLocation(reply, `${BASE}/assets/${asset.id}`);
    return asset;
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('upload.write')
  @Operation({ summary: 'Cancels an upload', answers: { 204: { description: 'It is cancelled' } }, problems: ['not-found', 'account-leaving', 'upload-closed', 'in-progress'] })
  async abort(@Caller() caller: Principal, @Input() input: RequestInput): Promise<void> {
    const upload = await this.uploads.own(caller, input.id());
    refuseLeaving(caller);
    await this.uploads.abort(upload);
  }
}
