-- A library of schema version 3 on PostgreSQL. Never edit: libraries of that version look so.
CREATE TABLE public.analysis (
    item_id integer NOT NULL,
    name text NOT NULL,
    version text NOT NULL
);
CREATE TABLE public.box (
    id integer NOT NULL,
    item_id integer NOT NULL,
    source_id integer NOT NULL,
    label text NOT NULL,
    score double precision NOT NULL,
    x double precision NOT NULL,
    y double precision NOT NULL,
    width double precision NOT NULL,
    height double precision NOT NULL,
    attributes text DEFAULT ''::text NOT NULL,
    CONSTRAINT ck_box_size CHECK (((width >= (0)::double precision) AND (height >= (0)::double precision)))
);
CREATE SEQUENCE public.box_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.box_id_seq OWNED BY public.box.id;
CREATE TABLE public.bucket (
    id integer NOT NULL,
    name text NOT NULL
);
CREATE SEQUENCE public.bucket_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.bucket_id_seq OWNED BY public.bucket.id;
CREATE TABLE public.bucket_item (
    bucket_id integer NOT NULL,
    item_id integer NOT NULL
);
CREATE TABLE public.classifier (
    id integer NOT NULL,
    name text NOT NULL,
    label_set_id integer,
    learner text NOT NULL,
    options text NOT NULL,
    modalities text NOT NULL,
    unit text NOT NULL,
    colour text NOT NULL,
    threshold double precision NOT NULL,
    operation text NOT NULL,
    positive integer NOT NULL,
    negative integer NOT NULL,
    last_label bigint NOT NULL,
    last_item bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT ck_classifier_threshold CHECK (((threshold >= (0)::double precision) AND (threshold <= (1)::double precision)))
);
CREATE SEQUENCE public.classifier_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.classifier_id_seq OWNED BY public.classifier.id;
CREATE TABLE public.classifier_weights (
    classifier_id integer NOT NULL,
    modality text NOT NULL,
    version text NOT NULL,
    weights bytea NOT NULL,
    bias double precision NOT NULL,
    calibration text NOT NULL
);
CREATE TABLE public.clock (
    name text NOT NULL,
    seconds bigint NOT NULL
);
CREATE TABLE public.command (
    id integer NOT NULL,
    name text NOT NULL,
    title text NOT NULL,
    forward text NOT NULL,
    backward text NOT NULL,
    undone boolean DEFAULT false NOT NULL,
    at bigint NOT NULL
);
CREATE TABLE public.encoder (
    id integer NOT NULL,
    name text NOT NULL,
    dimensions integer
);
CREATE TABLE public.episode (
    id integer NOT NULL,
    kind text NOT NULL,
    start bigint NOT NULL,
    "end" bigint NOT NULL,
    name text NOT NULL,
    place text NOT NULL,
    latitude double precision,
    longitude double precision,
    source_id integer NOT NULL,
    extra text NOT NULL,
    named boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_episode_span CHECK (("end" >= start))
);
CREATE SEQUENCE public.episode_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.episode_id_seq OWNED BY public.episode.id;
CREATE TABLE public.facet_key (
    key text NOT NULL,
    items integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.facet_value (
    id integer NOT NULL,
    key text NOT NULL,
    value text NOT NULL,
    number double precision,
    items integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.file (
    id integer NOT NULL,
    path character varying NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    mtime_ns bigint NOT NULL,
    content_hash text NOT NULL,
    format text NOT NULL,
    missing boolean DEFAULT false NOT NULL
);
CREATE TABLE public.import_run (
    id integer NOT NULL,
    kind text NOT NULL,
    paths text NOT NULL,
    state text NOT NULL,
    started_at bigint NOT NULL,
    finished_at bigint,
    report text NOT NULL,
    CONSTRAINT ck_import_run_state CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'cancelled'::text, 'failed'::text])))
);
CREATE SEQUENCE public.import_run_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.import_run_id_seq OWNED BY public.import_run.id;
CREATE TABLE public.import_skip (
    id integer NOT NULL,
    run_id integer NOT NULL,
    path character varying NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL
);
CREATE SEQUENCE public.import_skip_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.import_skip_id_seq OWNED BY public.import_skip.id;
CREATE TABLE public.item (
    id integer NOT NULL,
    identity text NOT NULL,
    kind text NOT NULL,
    parent_id integer,
    start_s double precision,
    end_s double precision,
    thumb_row integer DEFAULT '-1'::integer NOT NULL,
    year smallint,
    popularity double precision,
    width integer NOT NULL,
    height integer NOT NULL,
    taken_at bigint,
    offset_min smallint,
    time_source text NOT NULL,
    latitude double precision,
    longitude double precision,
    duration_s double precision,
    frame_rate double precision,
    animated boolean DEFAULT false NOT NULL,
    missing boolean DEFAULT false NOT NULL,
    added_at bigint NOT NULL,
    run_id integer,
    codec text NOT NULL,
    title text NOT NULL,
    extra text NOT NULL,
    position_source text DEFAULT ''::text NOT NULL,
    CONSTRAINT ck_item_duration CHECK ((duration_s >= (0)::double precision)),
    CONSTRAINT ck_item_kind CHECK ((kind = ANY (ARRAY['photo'::text, 'video'::text, 'shot'::text, 'film'::text, 'lifelog'::text]))),
    CONSTRAINT ck_item_latitude CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
    CONSTRAINT ck_item_longitude CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
    CONSTRAINT ck_item_part CHECK ((end_s >= start_s)),
    CONSTRAINT ck_item_size CHECK (((width >= 0) AND (height >= 0))),
    CONSTRAINT ck_item_thumb_row CHECK ((thumb_row >= '-1'::integer))
);
CREATE TABLE public.item_facet (
    item_id integer NOT NULL,
    value_id integer NOT NULL,
    source_id integer NOT NULL,
    score double precision NOT NULL,
    CONSTRAINT ck_item_facet_score CHECK (((score >= (0)::double precision) AND (score <= (1)::double precision)))
);
CREATE TABLE public.item_file (
    item_id integer NOT NULL,
    file_id integer NOT NULL,
    role text NOT NULL,
    CONSTRAINT ck_item_file_role CHECK ((role = ANY (ARRAY['media'::text, 'list'::text, 'poster'::text, 'subtitles'::text])))
);
CREATE TABLE public.label_event (
    id integer NOT NULL,
    label_set_id integer NOT NULL,
    item_id integer NOT NULL,
    value smallint NOT NULL,
    at bigint NOT NULL,
    CONSTRAINT ck_label_event_value CHECK ((value = ANY (ARRAY['-1'::integer, 0, 1])))
);
CREATE SEQUENCE public.label_event_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.label_event_id_seq OWNED BY public.label_event.id;
CREATE TABLE public.label_set (
    id integer NOT NULL,
    name text NOT NULL
);
CREATE SEQUENCE public.label_set_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.label_set_id_seq OWNED BY public.label_set.id;
CREATE TABLE public.meta (
    key text NOT NULL,
    value text NOT NULL
);
CREATE TABLE public.place (
    id integer NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL,
    radius_m double precision NOT NULL,
    source_id integer NOT NULL,
    CONSTRAINT ck_place_latitude CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
    CONSTRAINT ck_place_longitude CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
    CONSTRAINT ck_place_radius CHECK ((radius_m > (0)::double precision)),
    CONSTRAINT ck_place_role CHECK ((role = ANY (ARRAY['home'::text, 'work'::text, 'other'::text])))
);
CREATE SEQUENCE public.place_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.place_id_seq OWNED BY public.place.id;
CREATE TABLE public."position" (
    "time" bigint NOT NULL,
    source_id integer NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL,
    elevation double precision,
    CONSTRAINT ck_position_latitude CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
    CONSTRAINT ck_position_longitude CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)))
);
CREATE TABLE public.relation (
    id integer NOT NULL,
    item_id integer NOT NULL,
    source_id integer NOT NULL,
    subject text NOT NULL,
    predicate text NOT NULL,
    object text NOT NULL,
    score double precision NOT NULL,
    subject_node integer DEFAULT '-1'::integer NOT NULL,
    object_node integer DEFAULT '-1'::integer NOT NULL
);
CREATE SEQUENCE public.relation_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.relation_id_seq OWNED BY public.relation.id;
CREATE TABLE public.removed_item (
    removal text NOT NULL,
    item_id integer NOT NULL,
    identity text NOT NULL,
    thumb_row integer NOT NULL,
    rows text NOT NULL
);
CREATE TABLE public.removed_vector (
    removal text NOT NULL,
    item_id integer NOT NULL,
    encoder_id integer NOT NULL,
    "row" integer NOT NULL
);
CREATE TABLE public.sample (
    series_id integer NOT NULL,
    "time" bigint NOT NULL,
    value double precision NOT NULL
);
CREATE TABLE public.seen_item (
    label_set_id integer NOT NULL,
    item_id integer NOT NULL
);
CREATE TABLE public.series (
    id integer NOT NULL,
    name text NOT NULL,
    source_id integer NOT NULL,
    unit text NOT NULL
);
CREATE SEQUENCE public.series_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.series_id_seq OWNED BY public.series.id;
CREATE TABLE public.session (
    id integer NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    updated_at bigint NOT NULL
);
CREATE SEQUENCE public.session_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.session_id_seq OWNED BY public.session.id;
CREATE TABLE public.source (
    id integer NOT NULL,
    name text NOT NULL
);
CREATE SEQUENCE public.source_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.source_id_seq OWNED BY public.source.id;
CREATE TABLE public.text (
    id bigint NOT NULL,
    item_id integer NOT NULL,
    source_id integer NOT NULL,
    kind text NOT NULL,
    content text NOT NULL,
    words text,
    start_s double precision,
    end_s double precision
);
CREATE TABLE public.text_search (
    text_id bigint NOT NULL,
    words tsvector NOT NULL
);
CREATE TABLE public.vector (
    encoder_id integer NOT NULL,
    item_id integer NOT NULL,
    "row" integer NOT NULL,
    CONSTRAINT ck_vector_row CHECK (("row" >= 0))
);
CREATE TABLE public.watchlist (
    id integer NOT NULL,
    name text NOT NULL
);
CREATE SEQUENCE public.watchlist_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.watchlist_id_seq OWNED BY public.watchlist.id;
CREATE TABLE public.watchlist_item (
    watchlist_id integer NOT NULL,
    item_id integer NOT NULL,
    "position" integer NOT NULL
);
ALTER TABLE ONLY public.box ALTER COLUMN id SET DEFAULT nextval('public.box_id_seq'::regclass);
ALTER TABLE ONLY public.bucket ALTER COLUMN id SET DEFAULT nextval('public.bucket_id_seq'::regclass);
ALTER TABLE ONLY public.classifier ALTER COLUMN id SET DEFAULT nextval('public.classifier_id_seq'::regclass);
ALTER TABLE ONLY public.episode ALTER COLUMN id SET DEFAULT nextval('public.episode_id_seq'::regclass);
ALTER TABLE ONLY public.import_run ALTER COLUMN id SET DEFAULT nextval('public.import_run_id_seq'::regclass);
ALTER TABLE ONLY public.import_skip ALTER COLUMN id SET DEFAULT nextval('public.import_skip_id_seq'::regclass);
ALTER TABLE ONLY public.label_event ALTER COLUMN id SET DEFAULT nextval('public.label_event_id_seq'::regclass);
ALTER TABLE ONLY public.label_set ALTER COLUMN id SET DEFAULT nextval('public.label_set_id_seq'::regclass);
ALTER TABLE ONLY public.place ALTER COLUMN id SET DEFAULT nextval('public.place_id_seq'::regclass);
ALTER TABLE ONLY public.relation ALTER COLUMN id SET DEFAULT nextval('public.relation_id_seq'::regclass);
ALTER TABLE ONLY public.series ALTER COLUMN id SET DEFAULT nextval('public.series_id_seq'::regclass);
ALTER TABLE ONLY public.session ALTER COLUMN id SET DEFAULT nextval('public.session_id_seq'::regclass);
ALTER TABLE ONLY public.source ALTER COLUMN id SET DEFAULT nextval('public.source_id_seq'::regclass);
ALTER TABLE ONLY public.watchlist ALTER COLUMN id SET DEFAULT nextval('public.watchlist_id_seq'::regclass);
INSERT INTO public.analysis VALUES (1, 'net', '1');
INSERT INTO public.bucket VALUES (1, 'box');
INSERT INTO public.bucket_item VALUES (1, 2);
INSERT INTO public.bucket_item VALUES (1, 3);
INSERT INTO public.classifier VALUES (1, 'dogs', 2, 'svm', '{}', '[]', 'video', '#e0b000', 0.5, 'null', 1, 1, 1, 0, 1795405364696987, 1795405364706127);
INSERT INTO public.classifier_weights VALUES (1, 'net', '1', '\x31323334', 0, '{}');
INSERT INTO public.command VALUES (1, 'label', 'Label 1 item', '{"labels": {"1": 1}, "set": "default"}', '{"labels": {"1": 0}, "set": "default"}', false, 1795405364717451);
INSERT INTO public.command VALUES (2, 'item.remove', 'Remove', '{"items": [5], "removal": "r"}', '{"removal": "r"}', false, 1795405364721654);
INSERT INTO public.encoder VALUES (1, 'net', NULL);
INSERT INTO public.episode VALUES (1, 'stay', 1, 2, '', '', NULL, NULL, 6, '{}', false);
INSERT INTO public.facet_key VALUES ('tag', 1);
INSERT INTO public.facet_key VALUES ('genre', 4);
INSERT INTO public.facet_value VALUES (1, 'genre', 'Comedy', NULL, 2);
INSERT INTO public.facet_value VALUES (3, 'tag', 'mine', NULL, 1);
INSERT INTO public.facet_value VALUES (2, 'genre', 'Drama', NULL, 2);
INSERT INTO public.file VALUES (1, '/media/1.jpg', 11, 5, '0000000000000000000000000000000000000001', 'JPEG', false);
INSERT INTO public.file VALUES (2, '/media/2.jpg', 12, 5, '0000000000000000000000000000000000000002', 'JPEG', false);
INSERT INTO public.file VALUES (3, '/media/3.jpg', 13, 5, '0000000000000000000000000000000000000003', 'JPEG', false);
INSERT INTO public.file VALUES (4, '/media/4.jpg', 14, 5, '0000000000000000000000000000000000000004', 'JPEG', false);
INSERT INTO public.import_run VALUES (1, 'auto', '["/media"]', 'done', 1795405364520757, 1795405364601511, '{}');
INSERT INTO public.item VALUES (1, '0000000000000000000000000000000000000001', 'photo', NULL, NULL, NULL, 0, 2020, NULL, 40, 30, 1577880060000000, NULL, '', NULL, NULL, NULL, NULL, false, false, 1795405364538058, 1, '', 'Photo 1', '{}', '');
INSERT INTO public.item VALUES (2, '0000000000000000000000000000000000000002', 'photo', NULL, NULL, NULL, 1, 2020, NULL, 40, 30, 1577880120000000, NULL, '', NULL, NULL, NULL, NULL, false, false, 1795405364538058, 1, '', 'Photo 2', '{}', '');
INSERT INTO public.item VALUES (3, '0000000000000000000000000000000000000003', 'photo', NULL, NULL, NULL, 2, 2020, NULL, 40, 30, 1577880180000000, NULL, '', NULL, NULL, NULL, NULL, false, false, 1795405364538058, 1, '', 'Photo 3', '{}', '');
INSERT INTO public.item VALUES (4, '0000000000000000000000000000000000000004', 'photo', NULL, NULL, NULL, 3, 2020, NULL, 40, 30, 1577880240000000, NULL, '', NULL, NULL, NULL, NULL, false, false, 1795405364538058, 1, '', 'Photo 4', '{}', '');
INSERT INTO public.item_facet VALUES (1, 2, 1, 1);
INSERT INTO public.item_facet VALUES (2, 1, 1, 1);
INSERT INTO public.item_facet VALUES (3, 2, 1, 1);
INSERT INTO public.item_facet VALUES (4, 1, 1, 1);
INSERT INTO public.item_facet VALUES (1, 3, 3, 1);
INSERT INTO public.item_file VALUES (1, 1, 'media');
INSERT INTO public.item_file VALUES (2, 2, 'media');
INSERT INTO public.item_file VALUES (3, 3, 'media');
INSERT INTO public.item_file VALUES (4, 4, 'media');
INSERT INTO public.label_event VALUES (1, 1, 2, -1, 1795405364642260);
INSERT INTO public.label_event VALUES (2, 1, 1, 1, 1795405364642260);
INSERT INTO public.label_event VALUES (3, 2, 3, 1, 1795405364651383);
INSERT INTO public.label_set VALUES (1, 'default');
INSERT INTO public.label_set VALUES (2, 'boats');
INSERT INTO public.meta VALUES ('schema_version', '3');
INSERT INTO public.meta VALUES ('next_item', '6');
INSERT INTO public.meta VALUES ('revision', '23');
INSERT INTO public.place VALUES (1, 'home', 'home', 0, 0, 100, 3);
INSERT INTO public."position" VALUES (1, 5, 2, 3, NULL);
INSERT INTO public.removed_item VALUES ('r', 5, '0000000000000000000000000000000000000005', 4, '{"analyses": [], "boxes": [], "buckets": [], "encoders": [], "facets": [{"item_id": 5, "score": 1.0, "source_id": 1, "value_id": 2}], "files": [{"content_hash": "0000000000000000000000000000000000000005", "format": "JPEG", "id": 5, "missing": false, "mtime_ns": 5, "path": "/media/5.jpg", "role": "media", "size": 15}], "item": {"added_at": 1795405364538058, "animated": false, "codec": "", "duration_s": null, "end_s": null, "extra": "{}", "frame_rate": null, "height": 30, "id": 5, "identity": "0000000000000000000000000000000000000005", "kind": "photo", "latitude": null, "longitude": null, "missing": false, "offset_min": null, "parent_id": null, "popularity": null, "position_source": "", "run_id": 1, "start_s": null, "taken_at": 1577880300000000, "time_source": "", "title": "Photo 5", "width": 40, "year": 2020}, "labels": [], "relations": [], "seen": [], "texts": [{"content": "harbour caf\u00e9 5", "end_s": null, "id": 85983232, "item_id": 5, "kind": "caption", "source_id": 1, "start_s": null, "words": null}], "watchlists": [{"after": 1, "behind": 1, "name": "later"}]}');
INSERT INTO public.sample VALUES (1, 1, 3);
INSERT INTO public.sample VALUES (1, 2, 4);
INSERT INTO public.seen_item VALUES (1, 1);
INSERT INTO public.seen_item VALUES (1, 2);
INSERT INTO public.seen_item VALUES (1, 4);
INSERT INTO public.seen_item VALUES (2, 3);
INSERT INTO public.series VALUES (1, 'steps', 4, '');
INSERT INTO public.session VALUES (1, 'last', '{"panels": ["wall"]}', 1795405364725751);
INSERT INTO public.source VALUES (1, 'exif');
INSERT INTO public.source VALUES (2, 'net');
INSERT INTO public.source VALUES (3, 'user');
INSERT INTO public.source VALUES (4, 'band');
INSERT INTO public.source VALUES (5, 'gpx');
INSERT INTO public.source VALUES (6, 'days');
INSERT INTO public.text VALUES (18874368, 1, 1, 'caption', 'harbour café 1', NULL, NULL, NULL);
INSERT INTO public.text VALUES (35651584, 2, 1, 'caption', 'harbour café 2', NULL, NULL, NULL);
INSERT INTO public.text VALUES (52428800, 3, 1, 'caption', 'harbour café 3', NULL, NULL, NULL);
INSERT INTO public.text VALUES (69206016, 4, 1, 'caption', 'harbour café 4', NULL, NULL, NULL);
INSERT INTO public.text_search VALUES (18874368, '''1'':3 ''cafe'':2 ''harbour'':1');
INSERT INTO public.text_search VALUES (35651584, '''2'':3 ''cafe'':2 ''harbour'':1');
INSERT INTO public.text_search VALUES (52428800, '''3'':3 ''cafe'':2 ''harbour'':1');
INSERT INTO public.text_search VALUES (69206016, '''4'':3 ''cafe'':2 ''harbour'':1');
INSERT INTO public.vector VALUES (1, 1, 0);
INSERT INTO public.watchlist VALUES (1, 'later');
INSERT INTO public.watchlist_item VALUES (1, 4, 1);
INSERT INTO public.watchlist_item VALUES (1, 1, 2);
SELECT pg_catalog.setval('public.box_id_seq', 1, false);
SELECT pg_catalog.setval('public.bucket_id_seq', 1, true);
SELECT pg_catalog.setval('public.classifier_id_seq', 1, true);
SELECT pg_catalog.setval('public.episode_id_seq', 1, true);
SELECT pg_catalog.setval('public.import_run_id_seq', 1, false);
SELECT pg_catalog.setval('public.import_skip_id_seq', 1, false);
SELECT pg_catalog.setval('public.label_event_id_seq', 3, true);
SELECT pg_catalog.setval('public.label_set_id_seq', 5, true);
SELECT pg_catalog.setval('public.place_id_seq', 1, true);
SELECT pg_catalog.setval('public.relation_id_seq', 1, false);
SELECT pg_catalog.setval('public.series_id_seq', 1, true);
SELECT pg_catalog.setval('public.session_id_seq', 1, true);
SELECT pg_catalog.setval('public.source_id_seq', 1, false);
SELECT pg_catalog.setval('public.watchlist_id_seq', 1, true);
ALTER TABLE ONLY public.analysis
    ADD CONSTRAINT pk_analysis PRIMARY KEY (item_id, name);
ALTER TABLE ONLY public.box
    ADD CONSTRAINT pk_box PRIMARY KEY (id);
ALTER TABLE ONLY public.bucket
    ADD CONSTRAINT pk_bucket PRIMARY KEY (id);
ALTER TABLE ONLY public.bucket_item
    ADD CONSTRAINT pk_bucket_item PRIMARY KEY (bucket_id, item_id);
ALTER TABLE ONLY public.classifier
    ADD CONSTRAINT pk_classifier PRIMARY KEY (id);
ALTER TABLE ONLY public.classifier_weights
    ADD CONSTRAINT pk_classifier_weights PRIMARY KEY (classifier_id, modality);
ALTER TABLE ONLY public.clock
    ADD CONSTRAINT pk_clock PRIMARY KEY (name);
ALTER TABLE ONLY public.command
    ADD CONSTRAINT pk_command PRIMARY KEY (id);
ALTER TABLE ONLY public.encoder
    ADD CONSTRAINT pk_encoder PRIMARY KEY (id);
ALTER TABLE ONLY public.episode
    ADD CONSTRAINT pk_episode PRIMARY KEY (id);
ALTER TABLE ONLY public.facet_key
    ADD CONSTRAINT pk_facet_key PRIMARY KEY (key);
ALTER TABLE ONLY public.facet_value
    ADD CONSTRAINT pk_facet_value PRIMARY KEY (id);
ALTER TABLE ONLY public.file
    ADD CONSTRAINT pk_file PRIMARY KEY (id);
ALTER TABLE ONLY public.import_run
    ADD CONSTRAINT pk_import_run PRIMARY KEY (id);
ALTER TABLE ONLY public.import_skip
    ADD CONSTRAINT pk_import_skip PRIMARY KEY (id);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT pk_item PRIMARY KEY (id);
ALTER TABLE ONLY public.item_facet
    ADD CONSTRAINT pk_item_facet PRIMARY KEY (item_id, value_id, source_id);
ALTER TABLE ONLY public.item_file
    ADD CONSTRAINT pk_item_file PRIMARY KEY (item_id, file_id, role);
ALTER TABLE ONLY public.label_event
    ADD CONSTRAINT pk_label_event PRIMARY KEY (id);
ALTER TABLE ONLY public.label_set
    ADD CONSTRAINT pk_label_set PRIMARY KEY (id);
ALTER TABLE ONLY public.meta
    ADD CONSTRAINT pk_meta PRIMARY KEY (key);
ALTER TABLE ONLY public.place
    ADD CONSTRAINT pk_place PRIMARY KEY (id);
ALTER TABLE ONLY public."position"
    ADD CONSTRAINT pk_position PRIMARY KEY ("time", source_id);
ALTER TABLE ONLY public.relation
    ADD CONSTRAINT pk_relation PRIMARY KEY (id);
ALTER TABLE ONLY public.removed_item
    ADD CONSTRAINT pk_removed_item PRIMARY KEY (removal, item_id);
ALTER TABLE ONLY public.removed_vector
    ADD CONSTRAINT pk_removed_vector PRIMARY KEY (removal, item_id, encoder_id);
ALTER TABLE ONLY public.sample
    ADD CONSTRAINT pk_sample PRIMARY KEY (series_id, "time");
ALTER TABLE ONLY public.seen_item
    ADD CONSTRAINT pk_seen_item PRIMARY KEY (label_set_id, item_id);
ALTER TABLE ONLY public.series
    ADD CONSTRAINT pk_series PRIMARY KEY (id);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT pk_session PRIMARY KEY (id);
ALTER TABLE ONLY public.source
    ADD CONSTRAINT pk_source PRIMARY KEY (id);
ALTER TABLE ONLY public.text
    ADD CONSTRAINT pk_text PRIMARY KEY (id);
ALTER TABLE ONLY public.vector
    ADD CONSTRAINT pk_vector PRIMARY KEY (encoder_id, item_id);
ALTER TABLE ONLY public.watchlist
    ADD CONSTRAINT pk_watchlist PRIMARY KEY (id);
ALTER TABLE ONLY public.watchlist_item
    ADD CONSTRAINT pk_watchlist_item PRIMARY KEY (watchlist_id, item_id);
ALTER TABLE ONLY public.text_search
    ADD CONSTRAINT text_search_pkey PRIMARY KEY (text_id);
ALTER TABLE ONLY public.bucket
    ADD CONSTRAINT uq_bucket_name UNIQUE (name);
ALTER TABLE ONLY public.classifier
    ADD CONSTRAINT uq_classifier_name UNIQUE (name);
ALTER TABLE ONLY public.encoder
    ADD CONSTRAINT uq_encoder_name UNIQUE (name);
ALTER TABLE ONLY public.facet_value
    ADD CONSTRAINT uq_facet_value_key_value UNIQUE (key, value);
ALTER TABLE ONLY public.file
    ADD CONSTRAINT uq_file_path UNIQUE (path);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT uq_item_identity UNIQUE (identity);
ALTER TABLE ONLY public.label_set
    ADD CONSTRAINT uq_label_set_name UNIQUE (name);
ALTER TABLE ONLY public.place
    ADD CONSTRAINT uq_place_name UNIQUE (name);
ALTER TABLE ONLY public.series
    ADD CONSTRAINT uq_series_name_source_id UNIQUE (name, source_id);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT uq_session_name UNIQUE (name);
ALTER TABLE ONLY public.source
    ADD CONSTRAINT uq_source_name UNIQUE (name);
ALTER TABLE ONLY public.watchlist
    ADD CONSTRAINT uq_watchlist_name UNIQUE (name);
CREATE INDEX ix_box_item_id ON public.box USING btree (item_id);
CREATE INDEX ix_box_label ON public.box USING btree (label, item_id, score);
CREATE INDEX ix_bucket_item_item_id ON public.bucket_item USING btree (item_id);
CREATE INDEX ix_classifier_label_set_id ON public.classifier USING btree (label_set_id);
CREATE INDEX ix_episode_kind ON public.episode USING btree (kind, start);
CREATE INDEX ix_episode_source_id ON public.episode USING btree (source_id);
CREATE INDEX ix_episode_start ON public.episode USING btree (start);
CREATE INDEX ix_facet_value_number ON public.facet_value USING btree (key, number);
CREATE INDEX ix_file_content_hash ON public.file USING btree (content_hash);
CREATE INDEX ix_import_skip_run_id ON public.import_skip USING btree (run_id);
CREATE INDEX ix_item_facet_value_id ON public.item_facet USING btree (value_id, item_id, score);
CREATE INDEX ix_item_file_file_id ON public.item_file USING btree (file_id, role, item_id);
CREATE INDEX ix_item_parent_id ON public.item USING btree (parent_id);
CREATE INDEX ix_item_run_id ON public.item USING btree (run_id);
CREATE INDEX ix_item_taken_at ON public.item USING btree (taken_at);
CREATE INDEX ix_item_thumb_row ON public.item USING btree (thumb_row);
CREATE INDEX ix_item_year ON public.item USING btree (year);
CREATE INDEX ix_label_event_item_id ON public.label_event USING btree (item_id);
CREATE INDEX ix_label_event_latest ON public.label_event USING btree (label_set_id, item_id, id);
CREATE INDEX ix_relation_item_id ON public.relation USING btree (item_id);
CREATE INDEX ix_relation_predicate ON public.relation USING btree (predicate, subject, object);
CREATE INDEX ix_removed_item_identity ON public.removed_item USING btree (identity);
CREATE INDEX ix_removed_item_thumb_row ON public.removed_item USING btree (thumb_row);
CREATE INDEX ix_removed_vector_row ON public.removed_vector USING btree (encoder_id, "row");
CREATE INDEX ix_seen_item_item_id ON public.seen_item USING btree (item_id);
CREATE INDEX ix_text_item_id ON public.text USING btree (item_id);
CREATE INDEX ix_text_search_words ON public.text_search USING gin (words);
CREATE INDEX ix_vector_item_id ON public.vector USING btree (item_id);
CREATE INDEX ix_watchlist_item_item_id ON public.watchlist_item USING btree (item_id);
ALTER TABLE ONLY public.analysis
    ADD CONSTRAINT fk_analysis_item_id_item FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.box
    ADD CONSTRAINT fk_box_item_id_item FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.box
    ADD CONSTRAINT fk_box_source_id_source FOREIGN KEY (source_id) REFERENCES public.source(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.bucket_item
    ADD CONSTRAINT fk_bucket_item_bucket_id_bucket FOREIGN KEY (bucket_id) REFERENCES public.bucket(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.bucket_item
    ADD CONSTRAINT fk_bucket_item_item_id_item FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.classifier
    ADD CONSTRAINT fk_classifier_label_set_id_label_set FOREIGN KEY (label_set_id) REFERENCES public.label_set(id);
ALTER TABLE ONLY public.classifier_weights
    ADD CONSTRAINT fk_classifier_weights_classifier_id_classifier FOREIGN KEY (classifier_id) REFERENCES public.classifier(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.episode
    ADD CONSTRAINT fk_episode_source_id_source FOREIGN KEY (source_id) REFERENCES public.source(id);
ALTER TABLE ONLY public.import_skip
    ADD CONSTRAINT fk_import_skip_run_id_import_run FOREIGN KEY (run_id) REFERENCES public.import_run(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.item_facet
    ADD CONSTRAINT fk_item_facet_item_id_item FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.item_facet
    ADD CONSTRAINT fk_item_facet_source_id_source FOREIGN KEY (source_id) REFERENCES public.source(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.item_facet
    ADD CONSTRAINT fk_item_facet_value_id_facet_value FOREIGN KEY (value_id) REFERENCES public.facet_value(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.item_file
    ADD CONSTRAINT fk_item_file_file_id_file FOREIGN KEY (file_id) REFERENCES public.file(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.item_file
    ADD CONSTRAINT fk_item_file_item_id_item FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.item
    ADD CONSTRAINT fk_item_parent_id_item FOREIGN KEY (parent_id) REFERENCES public.item(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.item
    ADD CONSTRAINT fk_item_run_id_import_run FOREIGN KEY (run_id) REFERENCES public.import_run(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.label_event
    ADD CONSTRAINT fk_label_event_item_id_item FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.label_event
    ADD CONSTRAINT fk_label_event_label_set_id_label_set FOREIGN KEY (label_set_id) REFERENCES public.label_set(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.place
    ADD CONSTRAINT fk_place_source_id_source FOREIGN KEY (source_id) REFERENCES public.source(id);
ALTER TABLE ONLY public."position"
    ADD CONSTRAINT fk_position_source_id_source FOREIGN KEY (source_id) REFERENCES public.source(id);
ALTER TABLE ONLY public.relation
    ADD CONSTRAINT fk_relation_item_id_item FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.relation
    ADD CONSTRAINT fk_relation_source_id_source FOREIGN KEY (source_id) REFERENCES public.source(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.removed_vector
    ADD CONSTRAINT fk_removed_vector_encoder_id_encoder FOREIGN KEY (encoder_id) REFERENCES public.encoder(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.removed_vector
    ADD CONSTRAINT fk_removed_vector_removal_item_id_removed_item FOREIGN KEY (removal, item_id) REFERENCES public.removed_item(removal, item_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sample
    ADD CONSTRAINT fk_sample_series_id_series FOREIGN KEY (series_id) REFERENCES public.series(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.seen_item
    ADD CONSTRAINT fk_seen_item_item_id_item FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.seen_item
    ADD CONSTRAINT fk_seen_item_label_set_id_label_set FOREIGN KEY (label_set_id) REFERENCES public.label_set(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.series
    ADD CONSTRAINT fk_series_source_id_source FOREIGN KEY (source_id) REFERENCES public.source(id);
ALTER TABLE ONLY public.text
    ADD CONSTRAINT fk_text_item_id_item FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.text
    ADD CONSTRAINT fk_text_source_id_source FOREIGN KEY (source_id) REFERENCES public.source(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.vector
    ADD CONSTRAINT fk_vector_encoder_id_encoder FOREIGN KEY (encoder_id) REFERENCES public.encoder(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.vector
    ADD CONSTRAINT fk_vector_item_id_item FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.watchlist_item
    ADD CONSTRAINT fk_watchlist_item_item_id_item FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.watchlist_item
    ADD CONSTRAINT fk_watchlist_item_watchlist_id_watchlist FOREIGN KEY (watchlist_id) REFERENCES public.watchlist(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.text_search
    ADD CONSTRAINT text_search_text_id_fkey FOREIGN KEY (text_id) REFERENCES public.text(id) ON DELETE CASCADE;
