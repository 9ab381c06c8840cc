CREATE TABLE "provider_exchanges" (
	"generation_id" text NOT NULL,
	"index" integer NOT NULL,
	"position" integer NOT NULL,
	"request" jsonb NOT NULL,
	"response" jsonb NOT NULL,
	"request_sha256" text NOT NULL,
	"response_sha256" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "provider_exchanges_generation_id_index_position_pk" PRIMARY KEY("generation_id","index","position")
);
--> statement-breakpoint
ALTER TABLE "generation_attempts" ADD COLUMN "provider_ref" text;--> statement-breakpoint
ALTER TABLE "provider_exchanges" ADD CONSTRAINT "provider_exchanges_generation_id_generations_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generations"("id") ON DELETE cascade ON UPDATE no action;