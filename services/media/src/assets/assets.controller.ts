import { Controller, Delete, Get, HttpCode, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '@practika/database';
import { Caller, Input, Operation, Permit, RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import { assetListQuery, assetPage, assetView, deleteQuery, type AssetView } from './asset.dto.js';
import { toAssetView } from './asset-record.js';
import { AssetsService } from './assets.service.js';
import { refuseLeaving } from './leaving.js';

@ApiTags('assets')
@Controller('/api/media/v1/assets')
export class AssetsController {
  constructor(@Inject(AssetsService) private readonly assets: AssetsService) {}

  @Get()
  @Permit('asset.read')
  @Operation({ summary: "One's own videos, newest first; staff see another's with owner, everybody's with owner=all", query: assetListQuery, answers: { 200: { description: 'A page of videos', schema: assetPage } }, problems: ['validation-failed', 'forbidden'] })
  list(@Caller() caller: Principal, @Input() input: RequestInput): Promise<Page<AssetView>> {
    return this.assets.list(caller, input.query(assetListQuery));
  }

  @Get(':id')
  @Permit('asset.read')
  @Operation({ summary: 'A video with its state, its reason and its history', answers: { 200: { description: 'The video', schema: assetView } }, problems: ['not-found'] })
  async get(@Caller() caller: Principal, @Input() input: RequestInput): Promise<AssetView> {
    return toAssetView(await this.assets.visible(caller, input.id()));
  }

  @Delete(':id')
  @Permit('asset.write')
  @HttpCode(202)
  @Operation({ summary: 'Deletes a video with every version of everything made from it', query: deleteQuery, answers: { 202: { description: 'The deletion has begun', schema: assetView } }, problems: ['not-found', 'validation-failed', 'account-leaving', 'asset-in-use'] })
  async remove(@Caller() caller: Principal, @Input() input: RequestInput): Promise<AssetView> {
    const asset = await this.assets.visible(caller, input.id());
    const { force } = input.query(deleteQuery);
    refuseLeaving(caller);
    return this.assets.remove(caller, asset, force === 'true');
  }
}
