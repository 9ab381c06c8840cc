CREATE TABLE "generation_passes" (
	"generation_id" text NOT NULL,
	"kind" text NOT NULL,
	"asset_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "generation_passes_generation_id_kind_pk" PRIMARY KEY("generation_id","kind"),
	CONSTRAINT "generation_passes_kind" CHECK ("generation_passes"."kind" in ('depth', 'normals', 'ids', 'objects'))
);
--> statement-breakpoint
ALTER TABLE "generation_passes" ADD CONSTRAINT "generation_passes_generation_id_generations_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation_passes" ADD CONSTRAINT "generation_passes_asset_id_assets_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."assets"("id") ON DELETE no action ON UPDATE no action;