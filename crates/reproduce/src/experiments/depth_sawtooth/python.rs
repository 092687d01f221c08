//! Just enough of Python to run the lesson's program under any indentation: the rules of blocks and
//! scopes. Values are integers and functions; of arrays, which are never printed, it is enough to
//! know that they are there.

use std::collections::{BTreeMap, BTreeSet};

use super::program::{Does, Expression, LENGTH, LINES, Levels};

/// A `print` that ran: the number of its line, and the values that it prints.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Printed {
    pub(super) line: usize,
    pub(super) values: Vec<i64>,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    Finished,
    /// `return` outside of a function: nothing runs.
    SyntaxError,
    /// A name without a value, `UnboundLocalError` included.
    NameError,
}

/// What a run does.
pub(super) struct Run {
    /// What it prints, each line the first time.
    pub(super) printed: Vec<Printed>,
    pub(super) end: End,
    /// Which lines are executed.
    pub(super) executed: [bool; LENGTH],
    /// Which names are read.
    pub(super) read: BTreeSet<&'static str>,
}

/// Runs the program with these levels.
pub(super) fn run(levels: &Levels) -> Run {
    let program = parse(levels, 0, LENGTH);
    let mut machine = Machine {
        scopes: vec![Scope { locals: None, values: BTreeMap::new(), parent: None }],
        run: Run {
            printed: Vec::new(),
            end: End::Finished,
            executed: [false; LENGTH],
            read: BTreeSet::new(),
        },
    };
    if returns_outside(&program) {
        machine.run.end = End::SyntaxError;
    } else if let Err(end) = machine.block(&program, 0) {
        machine.run.end = end;
    }
    machine.run
}

/// A statement with the block that it opens.
struct Statement {
    line: usize,
    body: Vec<Statement>,
}

/// The statements of the lines `from..to`, whose first one has the least level.
fn parse(levels: &Levels, from: usize, to: usize) -> Vec<Statement> {
    let starts: Vec<usize> = (from..to).filter(|&i| levels[i] == levels[from]).collect();
    let ends = starts.iter().skip(1).copied().chain([to]);
    let statement = |(&line, end)| Statement {
        line,
        body: if line + 1 < end { parse(levels, line + 1, end) } else { Vec::new() },
    };
    starts.iter().zip(ends).map(statement).collect()
}

fn returns_outside(block: &[Statement]) -> bool {
    block.iter().any(|statement| match LINES[statement.line].does {
        Does::Return(_) => true,
        Does::Define(..) => false,
        _ => returns_outside(&statement.body),
    })
}

/// The names that a block binds in its own scope.
fn bound(block: &[Statement], names: &mut BTreeSet<&'static str>) {
    for statement in block {
        names.extend(LINES[statement.line].binds());
        if !matches!(LINES[statement.line].does, Does::Define(..)) {
            bound(&statement.body, names);
        }
    }
}

#[derive(Clone, Copy)]
enum Value<'p> {
    Nothing,
    Integer(i64),
    Array,
    Function { parameters: &'static [&'static str], body: &'p [Statement], scope: usize },
}

struct Scope<'p> {
    /// The names that belong to a function; the module (`None`) owns all that is left.
    locals: Option<BTreeSet<&'static str>>,
    values: BTreeMap<&'static str, Value<'p>>,
    parent: Option<usize>,
}

struct Machine<'p> {
    scopes: Vec<Scope<'p>>,
    run: Run,
}

impl<'p> Machine<'p> {
    /// Runs a block; `Some` is what it returns, if it does.
    fn block(&mut self, block: &'p [Statement], scope: usize) -> Result<Option<Value<'p>>, End> {
        for Statement { line, body } in block {
            self.run.executed[*line] = true;
            match &LINES[*line].does {
                Does::Nothing => {}
                Does::Define(name, parameters) => {
                    self.set(name, Value::Function { parameters, body, scope }, scope);
                }
                Does::ForRange(name, count) => {
                    let count = self.integer(count, scope)?;
                    if let Some(value) = self.repeat(name, 0..count, body, scope)? {
                        return Ok(Some(value));
                    }
                }
                Does::ForList(name, list) => {
                    if let Some(value) = self.repeat(name, list.iter().copied(), body, scope)? {
                        return Ok(Some(value));
                    }
                }
                Does::Set(name, expression) => {
                    let value = self.evaluate(expression, scope)?;
                    self.set(name, value, scope);
                }
                Does::Return(expression) => return self.evaluate(expression, scope).map(Some),
                Does::Print(names) => {
                    let values = names.iter().map(|name| self.integer(name, scope));
                    let printed =
                        Printed { line: *line, values: values.collect::<Result<_, _>>()? };
                    if !self.run.printed.contains(&printed) {
                        self.run.printed.push(printed);
                    }
                }
                Does::Call(name) => {
                    self.apply(name, &[], scope)?;
                }
            }
        }
        Ok(None)
    }

    fn repeat(
        &mut self,
        name: &'static str,
        values: impl Iterator<Item = i64>,
        body: &'p [Statement],
        scope: usize,
    ) -> Result<Option<Value<'p>>, End> {
        for value in values {
            self.set(name, Value::Integer(value), scope);
            if let Some(value) = self.block(body, scope)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    fn evaluate(&mut self, expression: &Expression, scope: usize) -> Result<Value<'p>, End> {
        Ok(match expression {
            Expression::Name(name) => self.get(name, scope)?,
            Expression::Array => Value::Array,
            Expression::ArrayOf(name) => self.get(name, scope).map(|_| Value::Array)?,
            Expression::Times(name, factor) => Value::Integer(self.integer(name, scope)? * factor),
            Expression::PowerOfTwo(name) => Value::Integer(1 << self.integer(name, scope)?),
            Expression::Apply(name, arguments) => self.apply(name, arguments, scope)?,
        })
    }

    fn apply(
        &mut self,
        name: &'static str,
        arguments: &[&'static str],
        scope: usize,
    ) -> Result<Value<'p>, End> {
        let Value::Function { parameters, body, scope: parent } = self.get(name, scope)? else {
            unreachable!("{name} is bound by `def` only")
        };
        let mut locals: BTreeSet<_> = parameters.iter().copied().collect();
        bound(body, &mut locals);
        let mut values = BTreeMap::new();
        for (parameter, argument) in parameters.iter().zip(arguments) {
            values.insert(*parameter, self.get(argument, scope)?);
        }
        self.scopes.push(Scope { locals: Some(locals), values, parent: Some(parent) });
        let value = self.block(body, self.scopes.len() - 1)?;
        Ok(value.unwrap_or(Value::Nothing))
    }

    fn set(&mut self, name: &'static str, value: Value<'p>, scope: usize) {
        self.scopes[scope].values.insert(name, value);
    }

    /// The value of a name: that of the innermost scope which owns it, as in Python, where a name
    /// that a function binds anywhere is its own everywhere.
    fn get(&mut self, name: &'static str, scope: usize) -> Result<Value<'p>, End> {
        self.run.read.insert(name);
        let mut owner = scope;
        while let Scope { locals: Some(locals), parent: Some(parent), .. } = &self.scopes[owner]
            && !locals.contains(name)
        {
            owner = *parent;
        }
        self.scopes[owner].values.get(name).copied().ok_or(End::NameError)
    }

    fn integer(&mut self, name: &'static str, scope: usize) -> Result<i64, End> {
        match self.get(name, scope)? {
            Value::Integer(value) => Ok(value),
            _ => unreachable!("{name} is bound to integers only"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYTHING_NESTED: Levels =
        [0, 1, 1, 2, 2, 3, 2, 3, 4, 3, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 0];

    fn with(changes: &[(usize, u8)]) -> Run {
        let mut levels = EVERYTHING_NESTED;
        for &(line, level) in changes {
            levels[line] = level;
        }
        run(&levels)
    }

    #[test]
    fn a_nested_loop_prints_four_lines() {
        let run = with(&[]);
        assert_eq!(run.end, End::Finished);
        let values: Vec<_> = run.printed.iter().map(|printed| printed.values[0]).collect();
        assert_eq!(values, [3, 5, 7, 10]);
        assert!(!run.executed[11] && !run.read.contains("y_target"));
    }

    #[test]
    fn a_print_after_the_loop_sees_the_last_values() {
        let run = with(&[(20, 1)]);
        assert_eq!(run.printed, [Printed { line: 20, values: vec![10, 40, 1024] }]);
    }

    #[test]
    fn a_return_at_the_module_is_no_program() {
        let levels = [0, 1, 0, 1, 1, 2, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0];
        assert_eq!(run(&levels).end, End::SyntaxError);
    }

    #[test]
    fn a_name_is_local_to_the_function_that_binds_it_later() {
        // The report's lines in the outer function, before its own loop binds k.
        let outside: Vec<(usize, u8)> = (10..16).map(|line| (line, 1)).collect();
        assert_eq!(with(&outside).end, End::NameError);
    }

    #[test]
    fn a_function_sees_the_module_as_it_is_when_called() {
        // Helpers and report in the outer function, the loop in the module: k is 10 by then.
        let mut changes: Vec<(usize, u8)> = (4..16).map(|line| (line, 1)).collect();
        changes.extend([(5, 2), (7, 2), (8, 3), (9, 2), (16, 0)]);
        changes.extend((17..21).map(|line| (line, 1)));
        let run = with(&changes);
        assert_eq!(run.end, End::Finished);
        assert_eq!(run.printed.last(), Some(&Printed { line: 15, values: vec![10] }));
    }

    #[test]
    fn a_call_inside_its_own_function_never_starts() {
        let run = with(&[(21, 1)]);
        assert!(run.printed.is_empty() && run.end == End::Finished);
    }
}
