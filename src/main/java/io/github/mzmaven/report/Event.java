package io.github.mzmaven.report;

/**
 * What a run tells while it goes on: values, which a {@link Listener} puts into words or files. Those that any goal may tell are
 * {@link RunEvent}s; the others are grouped by goal.
 */
public sealed interface Event
        permits RunEvent,
                InitEvent,
                ApplyEvent,
                WaitEvent,
                TestEvent,
                SwapEvent,
                CleanupEvent,
                StatusFound,
                HistoryFound,
                DiffEvent,
                ExportEvent,
                ValidateEvent {}
