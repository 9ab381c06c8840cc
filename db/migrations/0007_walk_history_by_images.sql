ALTER TABLE "generation_outputs" ADD COLUMN "requested_at" timestamp with time zone;--> statement-breakpoint
UPDATE "generation_outputs" o SET "requested_at" = g."created_at" FROM "generations" g WHERE g."id" = o."generation_id";--> statement-breakpoint
ALTER TABLE "generation_outputs" ALTER COLUMN "requested_at" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "generation_outputs_history_idx" ON "generation_outputs" USING btree ("team_id","requested_at" DESC NULLS FIRST,"generation_id" DESC NULLS FIRST) WHERE deleted_at is null;