-- A library of schema version 3. Never edit: libraries of that version look so.
PRAGMA foreign_keys=OFF;
BEGIN;
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_meta PRIMARY KEY ("key")
)
 WITHOUT ROWID;
CREATE TABLE source (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_source PRIMARY KEY (id), 
	CONSTRAINT uq_source_name UNIQUE (name)
);
CREATE TABLE import_run (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	paths TEXT NOT NULL, 
	state TEXT NOT NULL, 
	started_at BIGINT NOT NULL, 
	finished_at BIGINT, 
	report TEXT NOT NULL, 
	CONSTRAINT pk_import_run PRIMARY KEY (id), 
	CONSTRAINT ck_import_run_state CHECK (state IN ('running', 'done', 'cancelled', 'failed'))
);
CREATE TABLE file (
	id INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	mtime_ns BIGINT NOT NULL, 
	content_hash TEXT NOT NULL, 
	format TEXT NOT NULL, 
	missing BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_file PRIMARY KEY (id), 
	CONSTRAINT uq_file_path UNIQUE (path)
);
CREATE TABLE facet_value (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	number DOUBLE, 
	items INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_facet_value PRIMARY KEY (id), 
	CONSTRAINT uq_facet_value_key_value UNIQUE ("key", value)
);
CREATE TABLE facet_key (
	"key" TEXT NOT NULL, 
	items INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_facet_key PRIMARY KEY ("key")
)
 WITHOUT ROWID;
CREATE TABLE encoder (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	dimensions INTEGER, 
	CONSTRAINT pk_encoder PRIMARY KEY (id), 
	CONSTRAINT uq_encoder_name UNIQUE (name)
);
CREATE TABLE clock (
	name TEXT NOT NULL, 
	seconds BIGINT NOT NULL, 
	CONSTRAINT pk_clock PRIMARY KEY (name)
)
 WITHOUT ROWID;
CREATE TABLE label_set (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_label_set PRIMARY KEY (id), 
	CONSTRAINT uq_label_set_name UNIQUE (name)
);
CREATE TABLE bucket (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_bucket PRIMARY KEY (id), 
	CONSTRAINT uq_bucket_name UNIQUE (name)
);
CREATE TABLE watchlist (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_watchlist PRIMARY KEY (id), 
	CONSTRAINT uq_watchlist_name UNIQUE (name)
);
CREATE TABLE session (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	state TEXT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	CONSTRAINT pk_session PRIMARY KEY (id), 
	CONSTRAINT uq_session_name UNIQUE (name)
);
CREATE TABLE command (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	forward TEXT NOT NULL, 
	backward TEXT NOT NULL, 
	undone BOOLEAN DEFAULT 0 NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_command PRIMARY KEY (id)
);
CREATE TABLE removed_item (
	removal TEXT NOT NULL, 
	item_id INTEGER NOT NULL, 
	identity TEXT NOT NULL, 
	thumb_row INTEGER NOT NULL, 
	rows TEXT NOT NULL, 
	CONSTRAINT pk_removed_item PRIMARY KEY (removal, item_id)
)
 WITHOUT ROWID;
CREATE TABLE import_skip (
	id INTEGER NOT NULL, 
	run_id INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_import_skip PRIMARY KEY (id), 
	CONSTRAINT fk_import_skip_run_id_import_run FOREIGN KEY(run_id) REFERENCES import_run (id) ON DELETE CASCADE
);
CREATE TABLE item (
	id INTEGER NOT NULL, 
	identity TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	parent_id INTEGER, 
	start_s DOUBLE, 
	end_s DOUBLE, 
	thumb_row INTEGER DEFAULT (-1) NOT NULL, 
	year SMALLINT, 
	popularity DOUBLE, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	taken_at BIGINT, 
	offset_min SMALLINT, 
	time_source TEXT NOT NULL, 
	latitude DOUBLE, 
	longitude DOUBLE, 
	duration_s DOUBLE, 
	frame_rate DOUBLE, 
	animated BOOLEAN DEFAULT 0 NOT NULL, 
	missing BOOLEAN DEFAULT 0 NOT NULL, 
	added_at BIGINT NOT NULL, 
	run_id INTEGER, 
	codec TEXT NOT NULL, 
	title TEXT NOT NULL, 
	extra TEXT NOT NULL, 
	position_source TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_item PRIMARY KEY (id), 
	CONSTRAINT ck_item_kind CHECK (kind IN ('photo', 'video', 'shot', 'film', 'lifelog')), 
	CONSTRAINT ck_item_size CHECK (width >= 0 AND height >= 0), 
	CONSTRAINT ck_item_latitude CHECK (latitude BETWEEN -90 AND 90), 
	CONSTRAINT ck_item_longitude CHECK (longitude BETWEEN -180 AND 180), 
	CONSTRAINT ck_item_duration CHECK (duration_s >= 0), 
	CONSTRAINT ck_item_part CHECK (end_s >= start_s), 
	CONSTRAINT ck_item_thumb_row CHECK (thumb_row >= -1), 
	CONSTRAINT uq_item_identity UNIQUE (identity), 
	CONSTRAINT fk_item_parent_id_item FOREIGN KEY(parent_id) REFERENCES item (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_item_run_id_import_run FOREIGN KEY(run_id) REFERENCES import_run (id) ON DELETE SET NULL
);
CREATE TABLE series (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	source_id INTEGER NOT NULL, 
	unit TEXT NOT NULL, 
	CONSTRAINT pk_series PRIMARY KEY (id), 
	CONSTRAINT uq_series_name_source_id UNIQUE (name, source_id), 
	CONSTRAINT fk_series_source_id_source FOREIGN KEY(source_id) REFERENCES source (id)
);
CREATE TABLE position (
	time BIGINT NOT NULL, 
	source_id INTEGER NOT NULL, 
	latitude DOUBLE NOT NULL, 
	longitude DOUBLE NOT NULL, 
	elevation DOUBLE, 
	CONSTRAINT pk_position PRIMARY KEY (time, source_id), 
	CONSTRAINT ck_position_latitude CHECK (latitude BETWEEN -90 AND 90), 
	CONSTRAINT ck_position_longitude CHECK (longitude BETWEEN -180 AND 180), 
	CONSTRAINT fk_position_source_id_source FOREIGN KEY(source_id) REFERENCES source (id)
)
 WITHOUT ROWID;
CREATE TABLE episode (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	start BIGINT NOT NULL, 
	"end" BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	place TEXT NOT NULL, 
	latitude DOUBLE, 
	longitude DOUBLE, 
	source_id INTEGER NOT NULL, 
	extra TEXT NOT NULL, 
	named BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_episode PRIMARY KEY (id), 
	CONSTRAINT ck_episode_span CHECK ("end" >= start), 
	CONSTRAINT fk_episode_source_id_source FOREIGN KEY(source_id) REFERENCES source (id)
);
CREATE TABLE place (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	latitude DOUBLE NOT NULL, 
	longitude DOUBLE NOT NULL, 
	radius_m DOUBLE NOT NULL, 
	source_id INTEGER NOT NULL, 
	CONSTRAINT pk_place PRIMARY KEY (id), 
	CONSTRAINT ck_place_role CHECK (role IN ('home', 'work', 'other')), 
	CONSTRAINT ck_place_latitude CHECK (latitude BETWEEN -90 AND 90), 
	CONSTRAINT ck_place_longitude CHECK (longitude BETWEEN -180 AND 180), 
	CONSTRAINT ck_place_radius CHECK (radius_m > 0), 
	CONSTRAINT uq_place_name UNIQUE (name), 
	CONSTRAINT fk_place_source_id_source FOREIGN KEY(source_id) REFERENCES source (id)
);
CREATE TABLE classifier (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	label_set_id INTEGER, 
	learner TEXT NOT NULL, 
	options TEXT NOT NULL, 
	modalities TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	colour TEXT NOT NULL, 
	threshold DOUBLE NOT NULL, 
	operation TEXT NOT NULL, 
	positive INTEGER NOT NULL, 
	negative INTEGER NOT NULL, 
	last_label BIGINT NOT NULL, 
	last_item BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	CONSTRAINT pk_classifier PRIMARY KEY (id), 
	CONSTRAINT ck_classifier_threshold CHECK (threshold BETWEEN 0 AND 1), 
	CONSTRAINT uq_classifier_name UNIQUE (name), 
	CONSTRAINT fk_classifier_label_set_id_label_set FOREIGN KEY(label_set_id) REFERENCES label_set (id)
);
CREATE TABLE removed_vector (
	removal TEXT NOT NULL, 
	item_id INTEGER NOT NULL, 
	encoder_id INTEGER NOT NULL, 
	"row" INTEGER NOT NULL, 
	CONSTRAINT pk_removed_vector PRIMARY KEY (removal, item_id, encoder_id), 
	CONSTRAINT fk_removed_vector_removal_item_id_removed_item FOREIGN KEY(removal, item_id) REFERENCES removed_item (removal, item_id) ON DELETE CASCADE, 
	CONSTRAINT fk_removed_vector_encoder_id_encoder FOREIGN KEY(encoder_id) REFERENCES encoder (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE item_file (
	item_id INTEGER NOT NULL, 
	file_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	CONSTRAINT pk_item_file PRIMARY KEY (item_id, file_id, role), 
	CONSTRAINT ck_item_file_role CHECK (role IN ('media', 'list', 'poster', 'subtitles')), 
	CONSTRAINT fk_item_file_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) ON DELETE CASCADE, 
	CONSTRAINT fk_item_file_file_id_file FOREIGN KEY(file_id) REFERENCES file (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE item_facet (
	item_id INTEGER NOT NULL, 
	value_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	score DOUBLE NOT NULL, 
	CONSTRAINT pk_item_facet PRIMARY KEY (item_id, value_id, source_id), 
	CONSTRAINT ck_item_facet_score CHECK (score BETWEEN 0 AND 1), 
	CONSTRAINT fk_item_facet_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) ON DELETE CASCADE, 
	CONSTRAINT fk_item_facet_value_id_facet_value FOREIGN KEY(value_id) REFERENCES facet_value (id) ON DELETE CASCADE, 
	CONSTRAINT fk_item_facet_source_id_source FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE box (
	id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	score DOUBLE NOT NULL, 
	x DOUBLE NOT NULL, 
	y DOUBLE NOT NULL, 
	width DOUBLE NOT NULL, 
	height DOUBLE NOT NULL, 
	attributes TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_box PRIMARY KEY (id), 
	CONSTRAINT ck_box_size CHECK (width >= 0 AND height >= 0), 
	CONSTRAINT fk_box_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) ON DELETE CASCADE, 
	CONSTRAINT fk_box_source_id_source FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE CASCADE
);
CREATE TABLE relation (
	id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	subject TEXT NOT NULL, 
	predicate TEXT NOT NULL, 
	object TEXT NOT NULL, 
	score DOUBLE NOT NULL, 
	subject_node INTEGER DEFAULT (-1) NOT NULL, 
	object_node INTEGER DEFAULT (-1) NOT NULL, 
	CONSTRAINT pk_relation PRIMARY KEY (id), 
	CONSTRAINT fk_relation_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) ON DELETE CASCADE, 
	CONSTRAINT fk_relation_source_id_source FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE CASCADE
);
CREATE TABLE text (
	id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	content TEXT NOT NULL, 
	words TEXT, 
	start_s DOUBLE, 
	end_s DOUBLE, 
	CONSTRAINT pk_text PRIMARY KEY (id), 
	CONSTRAINT fk_text_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) ON DELETE CASCADE, 
	CONSTRAINT fk_text_source_id_source FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE CASCADE
);
CREATE TABLE vector (
	encoder_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	"row" INTEGER NOT NULL, 
	CONSTRAINT pk_vector PRIMARY KEY (encoder_id, item_id), 
	CONSTRAINT ck_vector_row CHECK (row >= 0), 
	CONSTRAINT fk_vector_encoder_id_encoder FOREIGN KEY(encoder_id) REFERENCES encoder (id) ON DELETE CASCADE, 
	CONSTRAINT fk_vector_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE analysis (
	item_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	version TEXT NOT NULL, 
	CONSTRAINT pk_analysis PRIMARY KEY (item_id, name), 
	CONSTRAINT fk_analysis_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE sample (
	series_id INTEGER NOT NULL, 
	time BIGINT NOT NULL, 
	value DOUBLE NOT NULL, 
	CONSTRAINT pk_sample PRIMARY KEY (series_id, time), 
	CONSTRAINT fk_sample_series_id_series FOREIGN KEY(series_id) REFERENCES series (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE label_event (
	id INTEGER NOT NULL, 
	label_set_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	value SMALLINT NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_label_event PRIMARY KEY (id), 
	CONSTRAINT ck_label_event_value CHECK (value IN (-1, 0, 1)), 
	CONSTRAINT fk_label_event_label_set_id_label_set FOREIGN KEY(label_set_id) REFERENCES label_set (id) ON DELETE CASCADE, 
	CONSTRAINT fk_label_event_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) ON DELETE CASCADE
);
CREATE TABLE seen_item (
	label_set_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	CONSTRAINT pk_seen_item PRIMARY KEY (label_set_id, item_id), 
	CONSTRAINT fk_seen_item_label_set_id_label_set FOREIGN KEY(label_set_id) REFERENCES label_set (id) ON DELETE CASCADE, 
	CONSTRAINT fk_seen_item_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE classifier_weights (
	classifier_id INTEGER NOT NULL, 
	modality TEXT NOT NULL, 
	version TEXT NOT NULL, 
	weights BLOB NOT NULL, 
	bias DOUBLE NOT NULL, 
	calibration TEXT NOT NULL, 
	CONSTRAINT pk_classifier_weights PRIMARY KEY (classifier_id, modality), 
	CONSTRAINT fk_classifier_weights_classifier_id_classifier FOREIGN KEY(classifier_id) REFERENCES classifier (id) ON DELETE CASCADE
);
CREATE TABLE bucket_item (
	bucket_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	CONSTRAINT pk_bucket_item PRIMARY KEY (bucket_id, item_id), 
	CONSTRAINT fk_bucket_item_bucket_id_bucket FOREIGN KEY(bucket_id) REFERENCES bucket (id) ON DELETE CASCADE, 
	CONSTRAINT fk_bucket_item_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE watchlist_item (
	watchlist_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_watchlist_item PRIMARY KEY (watchlist_id, item_id), 
	CONSTRAINT fk_watchlist_item_watchlist_id_watchlist FOREIGN KEY(watchlist_id) REFERENCES watchlist (id) ON DELETE CASCADE, 
	CONSTRAINT fk_watchlist_item_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE VIEW text_words AS SELECT id, COALESCE(words, content) AS words FROM text;
CREATE VIRTUAL TABLE text_search USING fts5(
            words, content='text_words', content_rowid='id', prefix='2 3',
            tokenize='unicode61 remove_diacritics 2'
        );
CREATE INDEX ix_file_content_hash ON file (content_hash);
CREATE INDEX ix_facet_value_number ON facet_value ("key", number);
CREATE INDEX ix_removed_item_identity ON removed_item (identity);
CREATE INDEX ix_removed_item_thumb_row ON removed_item (thumb_row);
CREATE INDEX ix_import_skip_run_id ON import_skip (run_id);
CREATE INDEX ix_item_thumb_row ON item (thumb_row);
CREATE INDEX ix_item_taken_at ON item (taken_at);
CREATE INDEX ix_item_parent_id ON item (parent_id);
CREATE INDEX ix_item_year ON item (year);
CREATE INDEX ix_item_run_id ON item (run_id);
CREATE INDEX ix_episode_start ON episode (start);
CREATE INDEX ix_episode_kind ON episode (kind, start);
CREATE INDEX ix_episode_source_id ON episode (source_id);
CREATE INDEX ix_classifier_label_set_id ON classifier (label_set_id);
CREATE INDEX ix_removed_vector_row ON removed_vector (encoder_id, "row");
CREATE INDEX ix_item_file_file_id ON item_file (file_id, role, item_id);
CREATE INDEX ix_item_facet_value_id ON item_facet (value_id, item_id, score);
CREATE INDEX ix_box_label ON box (label, item_id, score);
CREATE INDEX ix_box_item_id ON box (item_id);
CREATE INDEX ix_relation_item_id ON relation (item_id);
CREATE INDEX ix_relation_predicate ON relation (predicate, subject, object);
CREATE INDEX ix_text_item_id ON text (item_id);
CREATE INDEX ix_vector_item_id ON vector (item_id);
CREATE INDEX ix_label_event_item_id ON label_event (item_id);
CREATE INDEX ix_label_event_latest ON label_event (label_set_id, item_id, id);
CREATE INDEX ix_seen_item_item_id ON seen_item (item_id);
CREATE INDEX ix_bucket_item_item_id ON bucket_item (item_id);
CREATE INDEX ix_watchlist_item_item_id ON watchlist_item (item_id);
CREATE TRIGGER text_added AFTER INSERT ON text BEGIN
            INSERT INTO text_search(rowid, words)
            VALUES (new.id, COALESCE(new.words, new.content));
        END;
CREATE TRIGGER text_removed AFTER DELETE ON text BEGIN
            INSERT INTO text_search(text_search, rowid, words)
            VALUES ('delete', old.id, COALESCE(old.words, old.content));
        END;
INSERT INTO "meta" VALUES ('next_item', '6');
INSERT INTO "meta" VALUES ('revision', '23');
INSERT INTO "meta" VALUES ('schema_version', '3');
INSERT INTO "source" VALUES (1, 'exif');
INSERT INTO "source" VALUES (2, 'net');
INSERT INTO "source" VALUES (3, 'user');
INSERT INTO "source" VALUES (4, 'band');
INSERT INTO "source" VALUES (5, 'gpx');
INSERT INTO "source" VALUES (6, 'days');
INSERT INTO "import_run" VALUES (1, 'auto', '["/media"]', 'done', 1795405361770767, 1795405361824222, '{}');
INSERT INTO "file" VALUES (1, '/media/1.jpg', 11, 5, '0000000000000000000000000000000000000001', 'JPEG', 0);
INSERT INTO "file" VALUES (2, '/media/2.jpg', 12, 5, '0000000000000000000000000000000000000002', 'JPEG', 0);
INSERT INTO "file" VALUES (3, '/media/3.jpg', 13, 5, '0000000000000000000000000000000000000003', 'JPEG', 0);
INSERT INTO "file" VALUES (4, '/media/4.jpg', 14, 5, '0000000000000000000000000000000000000004', 'JPEG', 0);
INSERT INTO "facet_value" VALUES (1, 'genre', 'Comedy', NULL, 2);
INSERT INTO "facet_value" VALUES (2, 'genre', 'Drama', NULL, 2);
INSERT INTO "facet_value" VALUES (3, 'tag', 'mine', NULL, 1);
INSERT INTO "facet_key" VALUES ('genre', 4);
INSERT INTO "facet_key" VALUES ('tag', 1);
INSERT INTO "encoder" VALUES (1, 'net', NULL);
INSERT INTO "label_set" VALUES (1, 'default');
INSERT INTO "label_set" VALUES (2, 'boats');
INSERT INTO "bucket" VALUES (1, 'box');
INSERT INTO "watchlist" VALUES (1, 'later');
INSERT INTO "session" VALUES (1, 'last', '{"panels": ["wall"]}', 1795405361910378);
INSERT INTO "command" VALUES (1, 'label', 'Label 1 item', '{"labels": {"1": 1}, "set": "default"}', '{"labels": {"1": 0}, "set": "default"}', 0, 1795405361903606);
INSERT INTO "command" VALUES (2, 'item.remove', 'Remove', '{"items": [5], "removal": "r"}', '{"removal": "r"}', 0, 1795405361906623);
INSERT INTO "removed_item" VALUES ('r', 5, '0000000000000000000000000000000000000005', 4, '{"analyses": [], "boxes": [], "buckets": [], "encoders": [], "facets": [{"item_id": 5, "score": 1.0, "source_id": 1, "value_id": 2}], "files": [{"content_hash": "0000000000000000000000000000000000000005", "format": "JPEG", "id": 5, "missing": false, "mtime_ns": 5, "path": "/media/5.jpg", "role": "media", "size": 15}], "item": {"added_at": 1795405361784485, "animated": false, "codec": "", "duration_s": null, "end_s": null, "extra": "{}", "frame_rate": null, "height": 30, "id": 5, "identity": "0000000000000000000000000000000000000005", "kind": "photo", "latitude": null, "longitude": null, "missing": false, "offset_min": null, "parent_id": null, "popularity": null, "position_source": "", "run_id": 1, "start_s": null, "taken_at": 1577880300000000, "time_source": "", "title": "Photo 5", "width": 40, "year": 2020}, "labels": [], "relations": [], "seen": [], "texts": [{"content": "harbour caf\u00e9 5", "end_s": null, "id": 85983232, "item_id": 5, "kind": "caption", "source_id": 1, "start_s": null, "words": null}], "watchlists": [{"after": 1, "behind": 1, "name": "later"}]}');
INSERT INTO "item" VALUES (1, '0000000000000000000000000000000000000001', 'photo', NULL, NULL, NULL, 0, 2020, NULL, 40, 30, 1577880060000000, NULL, '', NULL, NULL, NULL, NULL, 0, 0, 1795405361784485, 1, '', 'Photo 1', '{}', '');
INSERT INTO "item" VALUES (2, '0000000000000000000000000000000000000002', 'photo', NULL, NULL, NULL, 1, 2020, NULL, 40, 30, 1577880120000000, NULL, '', NULL, NULL, NULL, NULL, 0, 0, 1795405361784485, 1, '', 'Photo 2', '{}', '');
INSERT INTO "item" VALUES (3, '0000000000000000000000000000000000000003', 'photo', NULL, NULL, NULL, 2, 2020, NULL, 40, 30, 1577880180000000, NULL, '', NULL, NULL, NULL, NULL, 0, 0, 1795405361784485, 1, '', 'Photo 3', '{}', '');
INSERT INTO "item" VALUES (4, '0000000000000000000000000000000000000004', 'photo', NULL, NULL, NULL, 3, 2020, NULL, 40, 30, 1577880240000000, NULL, '', NULL, NULL, NULL, NULL, 0, 0, 1795405361784485, 1, '', 'Photo 4', '{}', '');
INSERT INTO "series" VALUES (1, 'steps', 4, '');
INSERT INTO "position" VALUES (1, 5, 2.0, 3.0, NULL);
INSERT INTO "episode" VALUES (1, 'stay', 1, 2, '', '', NULL, NULL, 6, '{}', 0);
INSERT INTO "place" VALUES (1, 'home', 'home', 0.0, 0.0, 100.0, 3);
INSERT INTO "classifier" VALUES (1, 'dogs', 2, 'svm', '{}', '[]', 'video', '#e0b000', 0.5, 'null', 1, 1, 1, 0, 1795405361887161, 1795405361894494);
INSERT INTO "item_file" VALUES (1, 1, 'media');
INSERT INTO "item_file" VALUES (2, 2, 'media');
INSERT INTO "item_file" VALUES (3, 3, 'media');
INSERT INTO "item_file" VALUES (4, 4, 'media');
INSERT INTO "item_facet" VALUES (2, 1, 1, 1.0);
INSERT INTO "item_facet" VALUES (4, 1, 1, 1.0);
INSERT INTO "item_facet" VALUES (1, 2, 1, 1.0);
INSERT INTO "item_facet" VALUES (3, 2, 1, 1.0);
INSERT INTO "item_facet" VALUES (1, 3, 3, 1.0);
INSERT INTO "text" VALUES (18874368, 1, 1, 'caption', 'harbour café 1', NULL, NULL, NULL);
INSERT INTO "text" VALUES (35651584, 2, 1, 'caption', 'harbour café 2', NULL, NULL, NULL);
INSERT INTO "text" VALUES (52428800, 3, 1, 'caption', 'harbour café 3', NULL, NULL, NULL);
INSERT INTO "text" VALUES (69206016, 4, 1, 'caption', 'harbour café 4', NULL, NULL, NULL);
INSERT INTO "vector" VALUES (1, 1, 0);
INSERT INTO "analysis" VALUES (1, 'net', '1');
INSERT INTO "sample" VALUES (1, 1, 3.0);
INSERT INTO "sample" VALUES (1, 2, 4.0);
INSERT INTO "label_event" VALUES (1, 1, 2, -1, 1795405361848410);
INSERT INTO "label_event" VALUES (2, 1, 1, 1, 1795405361848410);
INSERT INTO "label_event" VALUES (3, 2, 3, 1, 1795405361855943);
INSERT INTO "seen_item" VALUES (1, 1);
INSERT INTO "seen_item" VALUES (1, 2);
INSERT INTO "seen_item" VALUES (2, 3);
INSERT INTO "seen_item" VALUES (1, 4);
INSERT INTO "classifier_weights" VALUES (1, 'net', '1', X'31323334', 0.0, '{}');
INSERT INTO "bucket_item" VALUES (1, 2);
INSERT INTO "bucket_item" VALUES (1, 3);
INSERT INTO "watchlist_item" VALUES (1, 1, 2);
INSERT INTO "watchlist_item" VALUES (1, 4, 1);
COMMIT;
