//! The lesson's program, line by line.
//!
//! The stored text of the lesson has lost all leading spaces, and in Python these are half of the
//! program: here are the lines, [`readings`](super::readings) puts the spaces back in every way.

/// How many lines the program has, comments and blank lines apart.
pub(super) const LENGTH: usize = LINES.len();

/// A level of indentation for each line.
pub(super) type Levels = [u8; LENGTH];

/// A line of the program.
pub(super) struct Line {
    /// As the lesson prints it.
    pub(super) source: &'static str,
    /// What it does.
    pub(super) does: Does,
}

/// What a line does.
pub(super) enum Does {
    /// `"""text"""`
    Nothing,
    /// `def name(parameters):`
    Define(&'static str, &'static [&'static str]),
    /// `for name in range(name):`
    ForRange(&'static str, &'static str),
    /// `for name in [numbers]:`
    ForList(&'static str, &'static [i64]),
    /// `name = value`
    Set(&'static str, Expression),
    /// `return value`
    Return(Expression),
    /// `print(text)`, of the values of some names
    Print(&'static [&'static str]),
    /// `name()`
    Call(&'static str),
}

/// What stands at the right of an assignment or after `return`.
pub(super) enum Expression {
    /// A name.
    Name(&'static str),
    /// An array made from numbers only.
    Array,
    /// An array computed from the one with this name.
    ArrayOf(&'static str),
    /// The value of a name times a number.
    Times(&'static str, i64),
    /// Two to the power of the value of a name.
    PowerOfTwo(&'static str),
    /// A function and its arguments.
    Apply(&'static str, &'static [&'static str]),
}

const fn line(source: &'static str, does: Does) -> Line {
    Line { source, does }
}

/// The program.
pub(super) const LINES: [Line; 22] = {
    use Does::{Call, Define, ForList, ForRange, Nothing, Print, Return, Set};
    use Expression::{Apply, Array, ArrayOf, Name, PowerOfTwo, Times};
    [
        line("def demonstrate_depth_efficiency():", Define("demonstrate_depth_efficiency", &[])),
        line(r#""""Empirically compare depth vs width [...]""""#, Nothing),
        line(
            "def deep_vs_shallow_on_sawtooth(k: int = 5):",
            Define("deep_vs_shallow_on_sawtooth", &["k"]),
        ),
        line(r#""""Approximate a sawtooth function [...]""""#, Nothing),
        line("def triangle(x):", Define("triangle", &["x"])),
        line("return 2 * np.abs(x - np.floor(x + 0.5))", Return(ArrayOf("x"))),
        line("def iterated_triangle(x, k):", Define("iterated_triangle", &["x", "k"])),
        line("for _ in range(k):", ForRange("_", "k")),
        line("x = triangle(x)", Set("x", Apply("triangle", &["x"]))),
        line("return x", Return(Name("x"))),
        line("x = np.linspace(0, 1, 10000)", Set("x", Array)),
        line(
            "y_target = iterated_triangle(x, k)",
            Set("y_target", Apply("iterated_triangle", &["x", "k"])),
        ),
        line(r#"print(f"\nSawtooth with k={k} iterations: {2**k} oscillations")"#, Print(&["k"])),
        line(r#"print(f"Deep network (k layers, 4 wide): ~{k * 4} parameters")"#, Print(&["k"])),
        line(
            r#"print(f"Shallow network (1 hidden): needs ~{2**k} neurons, ~{2**k} parameters")"#,
            Print(&["k"]),
        ),
        line(r#"print(f"Parameter ratio: {2**k / (k*4):.1f}x more [...]")"#, Print(&["k"])),
        line("for k in [3, 5, 7, 10]:", ForList("k", &[3, 5, 7, 10])),
        line(
            "demonstrate_depth_efficiency_k = k",
            Set("demonstrate_depth_efficiency_k", Name("k")),
        ),
        line("deep_params = k * 4", Set("deep_params", Times("k", 4))),
        line("shallow_params = 2**k", Set("shallow_params", PowerOfTwo("k"))),
        line(
            r#"print(f"k={k}: deep≈{deep_params} params, [...]")"#,
            Print(&["k", "deep_params", "shallow_params"]),
        ),
        line("demonstrate_depth_efficiency()", Call("demonstrate_depth_efficiency")),
    ]
};

impl Line {
    /// Whether the next line must be indented deeper.
    pub(super) fn opens_a_block(&self) -> bool {
        matches!(self.does, Does::Define(..) | Does::ForRange(..) | Does::ForList(..))
    }

    /// The name it binds.
    pub(super) fn binds(&self) -> Option<&'static str> {
        match self.does {
            Does::Define(name, _)
            | Does::ForRange(name, _)
            | Does::ForList(name, _)
            | Does::Set(name, _) => Some(name),
            Does::Nothing | Does::Return(_) | Does::Print(_) | Does::Call(_) => None,
        }
    }
}
