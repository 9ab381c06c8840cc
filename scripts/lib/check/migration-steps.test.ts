import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { migrationStepProblems, stepProblems } from './migration-steps.mjs'

describe('a migration, while the version before still runs', () => {
  test.each([
    ['CREATE TABLE "a" ("id" text PRIMARY KEY NOT NULL);'],
    ['ALTER TABLE "a" ADD COLUMN "b" text;'],
    ['ALTER TABLE "a" ADD COLUMN "b" boolean DEFAULT false NOT NULL;'],
    ['ALTER TABLE "a" ADD COLUMN "b" text GENERATED ALWAYS AS (settings ->> \'b\') STORED NOT NULL;'],
    ['CREATE INDEX "i" ON "a" USING btree ("b");--> statement-breakpoint\nDROP INDEX "j";'],
    ['ALTER TABLE "a" DROP CONSTRAINT "kind";--> statement-breakpoint\nALTER TABLE "a" ADD CONSTRAINT "kind" CHECK (true);'],
    ['-- contract: nothing since 0.4 reads it\nALTER TABLE "a" DROP COLUMN "b";'],
    ['-- What a later version may drop column by column.\nSELECT 1;'],
  ])('may %s', (text) => {
    expect(stepProblems('0099_x', text)).toEqual([])
  })

  test.each([
    ['DROP TABLE "a";', 'drops a table'],
    ['ALTER TABLE "a" DROP COLUMN "b";', 'drops a column'],
    ['ALTER TABLE "a" RENAME COLUMN "b" TO "c";', 'renames'],
    ['ALTER TABLE "a" RENAME TO "c";', 'renames'],
    ['ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE integer;', 'changes the type'],
    ['ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL;', 'asks for a value'],
    ['ALTER TABLE "a" ADD COLUMN "b" text NOT NULL;', 'has no default'],
    ['-- contract:\nDROP TABLE "a";', 'drops a table'],
  ])('may not %s', (text, problem) => {
    expect(stepProblems('0099_x', text)).toEqual([expect.stringContaining(problem)])
  })

  test('only adds, in every one that is here, and none is left out', () => {
    expect(migrationStepProblems(path.resolve(import.meta.dirname, '../../..'))).toEqual([])
  })
})
