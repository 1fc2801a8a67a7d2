//! Names as numbers: looking an attribute up compares numbers instead of texts.

use std::sync::{Arc, PoisonError, RwLock};

use hashbrown::HashMap;

/// A name: its number in the world's [`Symbols`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Symbol(pub(crate) u32);

/// All names of a run.
#[derive(Debug)]
pub(crate) struct Symbols {
    all: RwLock<All>,
}

#[derive(Debug, Default)]
struct All {
    numbers: HashMap<Arc<str>, Symbol>,
    names: Vec<Arc<str>>,
}

macro_rules! known {
    ($($constant:ident $name:literal,)*) => {
        /// The names that this crate itself asks for, in the order of their numbers.
        const KNOWN: &[&str] = &[$($name),*];

        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "they number the constants")]
        enum Number { $($constant,)* }

        impl Symbol {
            $(pub(crate) const $constant: Symbol = Symbol(Number::$constant as u32);)*
        }
    };
}

known! {
    INIT "__init__", NEW "__new__", CALL "__call__", REPR "__repr__", STR "__str__", FORMAT "__format__",
    BYTES "__bytes__", BOOL "__bool__", LEN "__len__", HASH "__hash__", EQ "__eq__", NE "__ne__",
    LT "__lt__", LE "__le__", GT "__gt__", GE "__ge__",
    GETATTR "__getattr__", GETATTRIBUTE "__getattribute__", SETATTR "__setattr__", DELATTR "__delattr__",
    GET "__get__", SET "__set__", DELETE "__delete__", SET_NAME "__set_name__",
    GETITEM "__getitem__", SETITEM "__setitem__", DELITEM "__delitem__", CONTAINS "__contains__",
    MISSING "__missing__", CLASS_GETITEM "__class_getitem__",
    ITER "__iter__", NEXT "__next__", REVERSED "__reversed__", INDEX "__index__", INT "__int__",
    FLOAT "__float__", ROUND "__round__", ABS "__abs__", NEG "__neg__", POS "__pos__", INVERT "__invert__",
    TRUNC "__trunc__", DIVMOD "__divmod__", RDIVMOD "__rdivmod__",
    ADD "__add__", SUB "__sub__", MUL "__mul__", TRUEDIV "__truediv__", FLOORDIV "__floordiv__",
    MOD "__mod__", POW "__pow__", LSHIFT "__lshift__", RSHIFT "__rshift__", AND "__and__", OR "__or__",
    XOR "__xor__", MATMUL "__matmul__",
    RADD "__radd__", RSUB "__rsub__", RMUL "__rmul__", RTRUEDIV "__rtruediv__",
    RFLOORDIV "__rfloordiv__", RMOD "__rmod__", RPOW "__rpow__", RLSHIFT "__rlshift__",
    RRSHIFT "__rrshift__", RAND "__rand__", ROR "__ror__", RXOR "__rxor__", RMATMUL "__rmatmul__",
    IADD "__iadd__", ISUB "__isub__", IMUL "__imul__", ITRUEDIV "__itruediv__",
    IFLOORDIV "__ifloordiv__", IMOD "__imod__", IPOW "__ipow__", ILSHIFT "__ilshift__",
    IRSHIFT "__irshift__", IAND "__iand__", IOR "__ior__", IXOR "__ixor__", IMATMUL "__imatmul__",
    ENTER "__enter__", EXIT "__exit__", AENTER "__aenter__", AEXIT "__aexit__", AWAIT "__await__",
    AITER "__aiter__", ANEXT "__anext__", INSTANCECHECK "__instancecheck__",
    SUBCLASSCHECK "__subclasscheck__", INIT_SUBCLASS "__init_subclass__",
    SLOTS "__slots__", DICT "__dict__", CLASS "__class__", NAME "__name__",
    QUALNAME "__qualname__", MODULE "__module__", DOC "__doc__", ANNOTATIONS "__annotations__",
    DEFAULTS "__defaults__", KWDEFAULTS "__kwdefaults__", WRAPPED "__wrapped__", CODE "__code__",
    CLOSURE "__closure__", SELF "__self__", FUNC "__func__", BASES "__bases__", MRO "__mro__",
    ABSTRACT "__abstractmethods__",
    CAUSE "__cause__", CONTEXT "__context__", TRACEBACK "__traceback__",
    SUPPRESS_CONTEXT "__suppress_context__", NOTES "__notes__", ARGS "args", VALUE "value",
    EXCEPTIONS "exceptions", MESSAGE "message", CODE_ATTRIBUTE "code", NAME_ATTRIBUTE "name", OBJ "obj",
    SEND "send", KEYS "keys", RUN "run", ALL "__all__",
    TYPE_PARAMS "__type_params__", BUILTINS "__builtins__",
}

impl Symbols {
    pub(crate) fn new() -> Symbols {
        let mut all = All::default();
        for &name in KNOWN {
            all.add(name);
        }
        Symbols {
            all: RwLock::new(all),
        }
    }

    /// These names, in the order of their numbers, the known ones first.
    pub(crate) fn with<'a>(names: impl IntoIterator<Item = &'a str>) -> Symbols {
        let mut all = All::default();
        for name in names {
            all.add(name);
        }
        Symbols {
            all: RwLock::new(all),
        }
    }

    /// All names, in the order of their numbers.
    pub(crate) fn all(&self) -> Vec<Arc<str>> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.names.clone()
    }

    /// The number of a name, which has one from now on.
    pub(crate) fn of(&self, name: &str) -> Symbol {
        if let Some(symbol) = self.find(name) {
            return symbol;
        }
        self.all
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .add(name)
    }

    /// The number of a name, if it has one: what has none is nobody's attribute.
    pub(crate) fn find(&self, name: &str) -> Option<Symbol> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.numbers.get(name).copied()
    }

    /// The name.
    pub(crate) fn name(&self, symbol: Symbol) -> Arc<str> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.names
            .get(symbol.0 as usize)
            .cloned()
            .unwrap_or_default()
    }
}

impl All {
    fn add(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.numbers.get(name) {
            return symbol;
        }
        let symbol = Symbol(self.names.len() as u32);
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, symbol);
        symbol
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_have_their_numbers() {
        let symbols = Symbols::new();
        assert_eq!(symbols.of("__init__"), Symbol::INIT);
        assert_eq!(symbols.of("__builtins__"), Symbol::BUILTINS);
        assert_eq!(&*symbols.name(Symbol::GETITEM), "__getitem__");
    }

    #[test]
    fn a_name_keeps_its_number() {
        let symbols = Symbols::new();
        let spam = symbols.of("spam");
        assert_eq!(symbols.find("eggs"), None);
        assert_ne!(symbols.of("eggs"), spam);
        assert_eq!(symbols.of("spam"), spam);
        assert_eq!(&*symbols.name(spam), "spam");
    }
}
