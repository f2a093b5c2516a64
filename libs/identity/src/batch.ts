interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** How many questions one command may carry: Redis answers nobody else meanwhile. */
const MOST = 100;

/**
 * Puts what many requests ask within one turn of the event loop into one command. A command of its own for each, even in
 * a pipeline, costs a promise chain, a timer and its share of protocol: more than the question.
 */
export class Batch<Question, Answer> {
  private waiting: Waiting<Question, Answer>[] = [];

  /** @param ask gives the answers in the order of the questions; when it fails, it has failed for each of them */
  constructor(private readonly ask: (questions: readonly Question[]) => Promise<readonly Answer[]>) {}

  add(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const count = this.waiting.push({ question, resolve, reject });
      // Behind everything that the sockets have for us now, whose questions go along.
      if (count === 1) setImmediate(this.send);
      else if (count === MOST) this.send();
    });
  }

  private readonly send = (): void => {
    const asked = this.waiting;
    if (asked.length === 0) return;
    this.waiting = [];
    this.ask(asked.map(({ question }) => question)).then(
      (answers) => asked.forEach(({ resolve }, i) => resolve(answers[i] as Answer)),
      (error: unknown) => asked.forEach(({ reject }) => reject(error)),
    );
  };
}
