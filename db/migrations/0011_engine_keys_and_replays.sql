CREATE TABLE "engine_keys" (
	"team_id" text NOT NULL,
	"family" text NOT NULL,
	"ciphertext" text NOT NULL,
	"nonce" text NOT NULL,
	"key_version" text NOT NULL,
	"last_four" text NOT NULL,
	"set_by" text,
	"set_at" timestamp with time zone DEFAULT now() NOT NULL,
	"tested_at" timestamp with time zone,
	"test_result" text,
	CONSTRAINT "engine_keys_team_id_family_pk" PRIMARY KEY("team_id","family"),
	CONSTRAINT "engine_keys_tested" CHECK (("engine_keys"."tested_at" is null) = ("engine_keys"."test_result" is null)),
	CONSTRAINT "engine_keys_test_result" CHECK ("engine_keys"."test_result" in ('works', 'refused', 'no_quota', 'unreachable', 'busy', 'unclear'))
);
--> statement-breakpoint
ALTER TABLE "generation_outputs" ADD COLUMN "replay" jsonb;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "replay_of" text;--> statement-breakpoint
ALTER TABLE "engine_keys" ADD CONSTRAINT "engine_keys_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine_keys" ADD CONSTRAINT "engine_keys_set_by_users_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generations" ADD CONSTRAINT "generations_replay_of_generations_id_fk" FOREIGN KEY ("replay_of") REFERENCES "public"."generations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "generations_replay_of_idx" ON "generations" USING btree ("replay_of","created_at") WHERE replay_of is not null;