import { Controller, Delete, Get, HttpCode, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Creates, etagOf, Input, Operation, Permit, RequestInput, setEtag, setLocation } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import { CommentViewsService } from './comment-views.service.js';
import type { Comment } from './comment.js';
import { commentListQuery, commentPage, commentView, type CommentView, createCommentBody, editCommentBody, moderationBody } from './comments.dto.js';
import { CommentsService } from './comments.service.js';

const BASE = '/api/exercises/v1';
const OBJECT = ['not-found', 'gone'] as const;
const CHANGE = [...OBJECT, 'forbidden', 'account-leaving', 'precondition-failed'] as const;

@ApiTags('comments')
@Controller(BASE)
export class CommentsController {
  constructor(
    private readonly comments: CommentsService,
    private readonly views: CommentViewsService,
  ) {}

  @Get('exercises/:id/comments')
  @Permit('comment.read')
  @Operation({ summary: 'List the comments on an exercise', query: commentListQuery, answers: { 200: { description: 'A page', schema: commentPage } }, problems: [...OBJECT, 'validation-failed'] })
  async list(@Caller() caller: Principal, @Input() input: RequestInput): Promise<{ items: CommentView[]; nextCursor: string | null }> {
    const page = await this.comments.page(caller, input);
    return { items: await this.views.views(page.comments), nextCursor: page.nextCursor };
  }

  @Post('exercises/:id/comments')
  @Permit('comment.write')
  @Creates()
  @Operation({ summary: 'Answer an exercise, or another comment', body: createCommentBody, answers: { 201: { description: 'Created', schema: commentView } }, problems: [...OBJECT, 'account-leaving', 'validation-failed', 'unavailable'] })
  async create(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<CommentView> {
    const comment = await this.comments.create(caller, input);
    setLocation(reply, `${BASE}/comments/${comment.id}`);
    return this.answer(comment, reply);
  }

  @Get('comments/:id')
  @Permit('comment.read')
  @Operation({ summary: 'Read a comment', answers: { 200: { description: 'The comment', schema: commentView } }, problems: [...OBJECT] })
  async read(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<CommentView> {
    return this.answer((await this.comments.readable(caller, input.id())).comment, reply);
  }

  @Patch('comments/:id')
  @Permit('comment.write')
  @Operation({ summary: 'Change the text of a comment of one\'s own', body: editCommentBody, answers: { 200: { description: 'The comment', schema: commentView } }, problems: [...CHANGE, 'validation-failed'] })
  async edit(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<CommentView> {
    return this.answer(await this.comments.edit(caller, input), reply);
  }

  @Delete('comments/:id')
  @HttpCode(204)
  @Permit('comment.write')
  @Operation({ summary: 'Delete a comment; with replies a tombstone stays', answers: { 204: { description: 'Deleted' } }, problems: [...CHANGE] })
  remove(@Caller() caller: Principal, @Input() input: RequestInput): Promise<void> {
    return this.comments.remove(caller, input);
  }

  @Post('comments/:id/hide')
  @HttpCode(200)
  @Permit('comment.write')
  @Operation({ summary: 'Hide a comment from everyone but its author, the exercise\'s owner and staff', body: moderationBody, answers: { 200: { description: 'The comment', schema: commentView } }, problems: [...CHANGE, 'validation-failed', 'conflict'] })
  async hide(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<CommentView> {
    return this.answer(await this.comments.moderate(caller, input, true), reply);
  }

  @Post('comments/:id/unhide')
  @HttpCode(200)
  @Permit('comment.write')
  @Operation({ summary: 'Show a hidden comment again', body: moderationBody, answers: { 200: { description: 'The comment', schema: commentView } }, problems: [...CHANGE, 'validation-failed', 'conflict'] })
  async unhide(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<CommentView> {
    return this.answer(await this.comments.moderate(caller, input, false), reply);
  }

  private async answer(comment: Comment, reply: FastifyReply): Promise<CommentView> {
    setEtag(reply, etagOf(comment.version));
    const [view] = await this.views.views([comment]);
    if (view === undefined) throw new Error('one comment gave no view');
    return view;
  }
}
