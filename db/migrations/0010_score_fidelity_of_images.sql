ALTER TABLE "generation_outputs" ADD COLUMN "fidelity" real;--> statement-breakpoint
ALTER TABLE "generation_outputs" ADD COLUMN "fidelity_details" jsonb;--> statement-breakpoint
ALTER TABLE "generation_outputs" ADD COLUMN "fidelity_heat_asset_id" text;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "best_fidelity" real;--> statement-breakpoint
ALTER TABLE "generation_outputs" ADD CONSTRAINT "generation_outputs_fidelity_heat_asset_id_assets_id_fk" FOREIGN KEY ("fidelity_heat_asset_id") REFERENCES "public"."assets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "generation_outputs_heat_idx" ON "generation_outputs" USING btree ("fidelity_heat_asset_id") WHERE fidelity_heat_asset_id is not null;--> statement-breakpoint
CREATE INDEX "generations_fidelity_idx" ON "generations" USING btree ("team_id",(coalesce(best_fidelity, -1)) desc nulls first,"created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null;--> statement-breakpoint
ALTER TABLE "generation_outputs" ADD CONSTRAINT "generation_outputs_fidelity" CHECK ("generation_outputs"."fidelity" between 0 and 100);