//! The experiments: claims, verdicts, tables and figures of the lesson, regenerated
