import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, Public } from '@practika/http';
import type { z } from 'zod';
import { type Notice, NoticeArchive } from './notice-archive.js';
import { noticeView, purposePage, purposeViews } from './notices.dto.js';

@ApiTags('notices')
@Controller('/api/consent/v1')
export class NoticesController {
  constructor(private readonly notices: NoticeArchive) {}

  @Get('notices/current')
  @Public()
  @Operation({ summary: 'The privacy notice that is in force', answers: { 200: { description: 'The notice', schema: noticeView } } })
  current(): Notice {
    return this.notices.current;
  }

  @Get('purposes')
  @Public()
  @Operation({ summary: 'What one can consent to', answers: { 200: { description: 'All purposes', schema: purposePage } } })
  purposes(): z.infer<typeof purposePage> {
    return { items: purposeViews(), nextCursor: null };
  }
}
