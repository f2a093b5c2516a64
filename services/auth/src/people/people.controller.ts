import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Input, Internal, RequestInput } from '@practika/http';
import { z } from 'zod';
import { UsersRepository } from '../accounts/users.repository.js';
import { Transactions } from '../transactions/transactions.js';

const body = z.strictObject({ ids: z.array(z.uuid()).max(1_000) });

/** The names that other services show beside what people made. Unknown ids are left out. */
@ApiExcludeController()
@Controller('/internal/people')
export class PeopleController {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
  ) {}

  @Post()
  @Internal('exercises')
  @HttpCode(200)
  async names(@Input() input: RequestInput): Promise<{ items: readonly { readonly id: string; readonly displayName: string }[] }> {
    const { ids } = input.body(body);
    return { items: await this.users.displayNames(this.transactions.reader, ids) };
  }
}
