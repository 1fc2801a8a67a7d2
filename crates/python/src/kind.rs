//! The classes that the language itself has.

macro_rules! kinds {
    ($($kind:ident $name:literal $base:ident,)*) => {
        /// A class of the language's own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "each is the class of Python's of about the same name")]
        pub enum Kind { $($kind,)* }

        impl Kind {
            /// All of them; a base comes before what derives from it.
            pub(crate) const ALL: &[Kind] = &[$(Kind::$kind),*];

            /// `__name__`.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$kind => $name,)* }
            }

            /// The one base; of `object` it is itself.
            pub(crate) fn base(self) -> Kind {
                match self { $(Kind::$kind => Kind::$base,)* }
            }
        }
    };
}

kinds! {
    Object "object" Object,
    Type "type" Object,
    NoneType "NoneType" Object,
    Ellipsis "ellipsis" Object,
    NotImplementedType "NotImplementedType" Object,
    Int "int" Object,
    Bool "bool" Int,
    Float "float" Object,
    Str "str" Object,
    Bytes "bytes" Object,
    ByteArray "bytearray" Object,
    List "list" Object,
    Tuple "tuple" Object,
    Dict "dict" Object,
    Set "set" Object,
    FrozenSet "frozenset" Object,
    Range "range" Object,
    Slice "slice" Object,
    Function "function" Object,
    NativeFunction "builtin_function_or_method" Object,
    MethodDescriptor "method_descriptor" Object,
    Method "method" Object,
    Module "module" Object,
    Cell "cell" Object,
    Code "code" Object,
    Generator "generator" Object,
    Coroutine "coroutine" Object,
    AsyncGenerator "async_generator" Object,
    AsyncStep "async_generator_asend" Object,
    Property "property" Object,
    StaticMethod "staticmethod" Object,
    ClassMethod "classmethod" Object,
    Super "super" Object,
    ListIterator "list_iterator" Object,
    ListReverseIterator "list_reverseiterator" Object,
    TupleIterator "tuple_iterator" Object,
    StrIterator "str_iterator" Object,
    StrAsciiIterator "str_ascii_iterator" Object,
    BytesIterator "bytes_iterator" Object,
    RangeIterator "range_iterator" Object,
    DictKeyIterator "dict_keyiterator" Object,
    DictValueIterator "dict_valueiterator" Object,
    DictItemIterator "dict_itemiterator" Object,
    DictReverseKeyIterator "dict_reversekeyiterator" Object,
    SetIterator "set_iterator" Object,
    ByteArrayIterator "bytearray_iterator" Object,
    DequeIterator "_deque_iterator" Object,
    DequeReverseIterator "_deque_reverse_iterator" Object,
    Enumerate "enumerate" Object,
    Zip "zip" Object,
    Map "map" Object,
    Filter "filter" Object,
    Reversed "reversed" Object,
    DictKeys "dict_keys" Object,
    DictValues "dict_values" Object,
    DictItems "dict_items" Object,
    MappingProxy "mappingproxy" Object,
    TextIO "TextIOWrapper" Object,
    Thread "Thread" Object,
    Lock "lock" Object,
    RLock "RLock" Object,
    Exchange "Exchange" Object,
    Ending "ending" Object,
    Unguarded "Unguarded" Object,
    Locked "Locked" Object,
    Atomic "Atomic" Object,
    Biased "Biased" Object,
    State "native_state" Object,
    Deque "deque" Object,
    DefaultDict "defaultdict" Dict,
    BaseException "BaseException" Object,
    BaseExceptionGroup "BaseExceptionGroup" BaseException,
    GeneratorExit "GeneratorExit" BaseException,
    KeyboardInterrupt "KeyboardInterrupt" BaseException,
    SystemExit "SystemExit" BaseException,
    Exception "Exception" BaseException,
    ExceptionGroup "ExceptionGroup" BaseExceptionGroup,
    ArithmeticError "ArithmeticError" Exception,
    FloatingPointError "FloatingPointError" ArithmeticError,
    OverflowError "OverflowError" ArithmeticError,
    ZeroDivisionError "ZeroDivisionError" ArithmeticError,
    AssertionError "AssertionError" Exception,
    AttributeError "AttributeError" Exception,
    BufferError "BufferError" Exception,
    EOFError "EOFError" Exception,
    ImportError "ImportError" Exception,
    ModuleNotFoundError "ModuleNotFoundError" ImportError,
    LookupError "LookupError" Exception,
    IndexError "IndexError" LookupError,
    KeyError "KeyError" LookupError,
    MemoryError "MemoryError" Exception,
    NameError "NameError" Exception,
    UnboundLocalError "UnboundLocalError" NameError,
    OSError "OSError" Exception,
    BlockingIOError "BlockingIOError" OSError,
    ChildProcessError "ChildProcessError" OSError,
    ConnectionError "ConnectionError" OSError,
    BrokenPipeError "BrokenPipeError" ConnectionError,
    ConnectionAbortedError "ConnectionAbortedError" ConnectionError,
    ConnectionRefusedError "ConnectionRefusedError" ConnectionError,
    ConnectionResetError "ConnectionResetError" ConnectionError,
    FileExistsError "FileExistsError" OSError,
    FileNotFoundError "FileNotFoundError" OSError,
    InterruptedError "InterruptedError" OSError,
    IsADirectoryError "IsADirectoryError" OSError,
    NotADirectoryError "NotADirectoryError" OSError,
    PermissionError "PermissionError" OSError,
    ProcessLookupError "ProcessLookupError" OSError,
    TimeoutError "TimeoutError" OSError,
    ReferenceError "ReferenceError" Exception,
    RuntimeError "RuntimeError" Exception,
    NotImplementedError "NotImplementedError" RuntimeError,
    RecursionError "RecursionError" RuntimeError,
    StopAsyncIteration "StopAsyncIteration" Exception,
    StopIteration "StopIteration" Exception,
    SyntaxError "SyntaxError" Exception,
    IndentationError "IndentationError" SyntaxError,
    TabError "TabError" IndentationError,
    SystemError "SystemError" Exception,
    TypeError "TypeError" Exception,
    ValueError "ValueError" Exception,
    UnicodeError "UnicodeError" ValueError,
    UnicodeDecodeError "UnicodeDecodeError" UnicodeError,
    UnicodeEncodeError "UnicodeEncodeError" UnicodeError,
    Warning "Warning" Exception,
    DeprecationWarning "DeprecationWarning" Warning,
    BytesWarning "BytesWarning" Warning,
    EncodingWarning "EncodingWarning" Warning,
    FutureWarning "FutureWarning" Warning,
    ImportWarning "ImportWarning" Warning,
    PendingDeprecationWarning "PendingDeprecationWarning" Warning,
    ResourceWarning "ResourceWarning" Warning,
    RuntimeWarning "RuntimeWarning" Warning,
    SyntaxWarning "SyntaxWarning" Warning,
    UnicodeWarning "UnicodeWarning" Warning,
    UserWarning "UserWarning" Warning,
}

impl Kind {
    /// Whether its instances are exceptions.
    pub(crate) fn is_exception(self) -> bool {
        self >= Kind::BaseException
    }

    /// Whether this is the other one or derives from it.
    pub(crate) fn is_a(self, other: Kind) -> bool {
        let mut kind = self;
        while kind != other && kind != Kind::Object {
            kind = kind.base();
        }
        kind == other
    }

    /// Whether programs know it by its name without an import.
    pub(crate) fn is_builtin(self) -> bool {
        use Kind::*;
        self.is_exception()
            || matches!(
                self,
                Object
                    | Type
                    | Int
                    | Bool
                    | Float
                    | Str
                    | Bytes
                    | ByteArray
                    | List
                    | Tuple
                    | Dict
                    | Set
                    | FrozenSet
                    | Range
                    | Slice
                    | Property
                    | StaticMethod
                    | ClassMethod
                    | Super
                    | Enumerate
                    | Zip
                    | Map
                    | Filter
                    | Reversed
            )
    }

    /// Whether a class can derive from it.
    pub(crate) fn is_base(self) -> bool {
        use Kind::*;
        self.is_exception()
            || matches!(
                self,
                Object
                    | Type
                    | Int
                    | Float
                    | Str
                    | Bytes
                    | List
                    | Tuple
                    | Dict
                    | Set
                    | FrozenSet
                    | Property
                    | Thread
                    | Deque
                    | DefaultDict
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_come_first() {
        for (place, kind) in Kind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, place);
            assert!(kind.base() as usize <= place, "{kind:?}");
        }
        assert!(Kind::ModuleNotFoundError.is_a(Kind::Exception));
        assert!(!Kind::SystemExit.is_a(Kind::Exception));
    }
}
