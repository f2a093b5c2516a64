import { Controller, Delete, Get, HttpCode, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Creates, etagOf, Input, Operation, Permit, RequestInput, setEtag, setLocation } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import { ExerciseViewsService } from './exercise-views.service.js';
import type { Exercise } from './exercise.js';
import { createExerciseBody, editExerciseBody, exerciseListQuery, exercisePage, exerciseView, type ExerciseView } from './exercises.dto.js';
import { ExercisesService } from './exercises.service.js';

const BASE = '/api/exercises/v1/exercises';
const OBJECT = ['not-found', 'gone'] as const;
const CHANGE = [...OBJECT, 'forbidden', 'account-leaving', 'precondition-failed'] as const;

@ApiTags('exercises')
@Controller(BASE)
export class ExercisesController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly views: ExerciseViewsService,
  ) {}

  @Get()
  @Permit('exercise.read')
  @Operation({ summary: 'List the exercises that one may see, or with owner=me and deleted=true those of one\'s own that can be restored', query: exerciseListQuery, answers: { 200: { description: 'A page', schema: exercisePage } }, problems: ['validation-failed'] })
  async list(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const page = await this.views.page(caller, input.query(exerciseListQuery));
    reply.header('content-type', 'application/json; charset=utf-8');
    return page;
  }

  @Post()
  @Permit('exercise.write')
  @Creates()
  @Operation({ summary: 'Create an exercise', body: createExerciseBody, answers: { 201: { description: 'Created', schema: exerciseView } }, problems: ['forbidden', 'account-leaving', 'validation-failed', 'name-taken', 'unavailable'] })
  async create(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<ExerciseView> {
    const exercise = await this.exercises.create(caller, input);
    setLocation(reply, `${BASE}/${exercise.id}`);
    return this.answer(exercise, reply);
  }

  @Get(':id')
  @Permit('exercise.read')
  @Operation({ summary: 'Read an exercise', answers: { 200: { description: 'The exercise', schema: exerciseView } }, problems: [...OBJECT] })
  async read(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<ExerciseView> {
    return this.answer(await this.exercises.readable(caller, input.id()), reply);
  }

  @Patch(':id')
  @Permit('exercise.write')
  @Operation({ summary: 'Change an exercise; a new video keeps the comments', body: editExerciseBody, answers: { 200: { description: 'The exercise', schema: exerciseView } }, problems: [...CHANGE, 'validation-failed', 'name-taken', 'unavailable'] })
  async edit(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<ExerciseView> {
    return this.answer(await this.exercises.edit(caller, input), reply);
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('exercise.write')
  @Operation({ summary: 'Delete an exercise; it can be restored for 30 days', answers: { 204: { description: 'Deleted' } }, problems: [...CHANGE] })
  remove(@Caller() caller: Principal, @Input() input: RequestInput): Promise<void> {
    return this.exercises.remove(caller, input);
  }

  @Post(':id/restore')
  @HttpCode(200)
  @Permit('exercise.write')
  @Operation({ summary: 'Take a deletion back', answers: { 200: { description: 'The exercise', schema: exerciseView } }, problems: ['not-found', 'forbidden', 'account-leaving', 'name-taken', 'precondition-failed'] })
  async restore(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<ExerciseView> {
    return this.answer(await this.exercises.restore(caller, input), reply);
  }

  private answer(exercise: Exercise, reply: FastifyReply): Promise<ExerciseView> {
    setEtag(reply, etagOf(exercise.version));
    return this.views.view(exercise);
  }
}
